package io.finstage.server.indicators;

/**
 * Exponential smoothing: every value moves the average by a fixed part of the distance to it.
 *
 * <pre>
 *   s = s + alpha (x - s)      alpha = 2 / (n + 1), or Wilder's 1 / n
 * </pre>
 *
 * <p>It begins with the mean of the first n values, given as the n-th value; or from the first
 * value itself, still silent before the n-th. On a flat series it stays exactly where it is.
 *
 * <p>ACCURATE rounds once per value (fused). TALIB_0_4 keeps TA-Lib's order: {@code (x - s) k + s},
 * and for Wilder's {@code (s (n - 1) + x) / n}, as in its ATR and RSI.
 */
final class Smoothing extends Filter {

  private enum Kind {
    FUSED,
    TALIB,
    TALIB_MIX,
    TALIB_WILDER
  }

  private final Kind kind;
  private final int period;
  private final double alpha;
  private final boolean fromFirst;
  private double average;
  private int seen;

  private Smoothing(Kind kind, int period, double alpha, boolean fromFirst) {
    this.kind = kind;
    this.period = period;
    this.alpha = alpha;
    this.fromFirst = fromFirst;
  }

  private Smoothing(Smoothing other) {
    this(other.kind, other.period, other.alpha, other.fromFirst);
    this.average = other.average;
    this.seen = other.seen;
  }

  /** With alpha 2 / (n + 1); PINE begins from the first value, the others with the first mean. */
  static Smoothing ema(int period, Profile profile) {
    Kind kind = profile == Profile.TALIB_0_4 ? Kind.TALIB : Kind.FUSED;
    return new Smoothing(kind, period, 2.0 / (period + 1), profile == Profile.PINE);
  }

  /** As {@link #ema}, but TALIB_0_4 in the order of its T3: {@code k x + (1 - k) s}. */
  static Smoothing mixing(int period, Profile profile) {
    Kind kind = profile == Profile.TALIB_0_4 ? Kind.TALIB_MIX : Kind.FUSED;
    return new Smoothing(kind, period, 2.0 / (period + 1.0), false);
  }

  /** With alpha 1 / n, beginning with the first mean. */
  static Smoothing wilder(int period, Profile profile) {
    Kind kind = profile == Profile.TALIB_0_4 ? Kind.TALIB_WILDER : Kind.FUSED;
    return new Smoothing(kind, period, 1.0 / period, false);
  }

  /** Bars after the first value until the start has faded, for {@link #ema}. */
  static int fadingEma(int period) {
    return Descriptor.fading(2.0 / (period + 1));
  }

  /** Bars after the first value until the start has faded, for {@link #wilder}. */
  static int fadingWilder(int period) {
    return Descriptor.fading(1.0 / period);
  }

  @Override
  public double next(double value) {
    if (Double.isNaN(value)) {
      return Double.NaN;
    }
    if (seen >= period) {
      average = blend(average, value);
      return average;
    }
    average = begin(value);
    seen++;
    return seen == period ? average : Double.NaN;
  }

  @Override
  public double peek(double value) {
    if (seen >= period) {
      return blend(average, value);
    }
    return seen == period - 1 ? begin(value) : Double.NaN;
  }

  @Override
  public void run(double[] in, double[] out) {
    int i = 0;
    while (i < in.length && seen < period) {
      out[i] = next(in[i]);
      i++;
    }
    switch (kind) {
      case FUSED -> fused(in, out, i);
      case TALIB -> talib(in, out, i);
      case TALIB_WILDER -> talibWilder(in, out, i);
      case TALIB_MIX -> {
        for (; i < in.length; i++) {
          out[i] = next(in[i]);
        }
      }
    }
  }

  @Override
  public Smoothing copy() {
    return new Smoothing(this);
  }

  private void fused(double[] in, double[] out, int from) {
    double s = average;
    double k = alpha;
    for (int i = from; i < in.length; i++) {
      double x = in[i];
      if (Double.isNaN(x)) {
        out[i] = Double.NaN;
      } else {
        s = Math.fma(k, x - s, s);
        out[i] = s;
      }
    }
    average = s;
  }

  private void talib(double[] in, double[] out, int from) {
    double s = average;
    double k = alpha;
    for (int i = from; i < in.length; i++) {
      double x = in[i];
      if (Double.isNaN(x)) {
        out[i] = Double.NaN;
      } else {
        s = (x - s) * k + s;
        out[i] = s;
      }
    }
    average = s;
  }

  private void talibWilder(double[] in, double[] out, int from) {
    double s = average;
    double n = period;
    double kept = period - 1;
    for (int i = from; i < in.length; i++) {
      double x = in[i];
      if (Double.isNaN(x)) {
        out[i] = Double.NaN;
      } else {
        s = (s * kept + x) / n;
        out[i] = s;
      }
    }
    average = s;
  }

  private double blend(double s, double value) {
    return switch (kind) {
      case FUSED -> Math.fma(alpha, value - s, s);
      case TALIB -> (value - s) * alpha + s;
      case TALIB_MIX -> alpha * value + (1.0 - alpha) * s;
      case TALIB_WILDER -> (s * (period - 1) + value) / period;
    };
  }

  /**
   * While there are fewer than n values {@code average} is their sum, or the average from the
   * first.
   */
  private double begin(double value) {
    if (fromFirst) {
      return seen == 0 ? value : blend(average, value);
    }
    double sum = average + value;
    return seen == period - 1 ? sum / period : sum;
  }
}
