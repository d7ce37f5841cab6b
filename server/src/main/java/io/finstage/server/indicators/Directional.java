package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;

import io.finstage.server.market.BarSeries;
import java.util.Locale;

/**
 * Wilder's directional movement: +DM, -DM, +DI, -DI, DX, ADX and ADXR.
 *
 * <pre>
 *   up = h - h'   down = l' - l
 *   +dm = up where up > down and up > 0   -dm = down where down > up and down > 0   else 0
 *   P, M, T = sums of +dm, -dm, true range over bars 1 to n - 1, then  S = S - S / n + s
 *   +DI = 100 P / T   -DI = 100 M / T   DX = 100 |P - M| / (P + M)
 *   ADX = mean of the first n DX, then  (ADX (n - 1) + DX) / n   ADXR = mean of ADX now and n - 1 ago
 * </pre>
 *
 * <p>A bar on which DX is 0 / 0 leaves it and ADX where they were. TALIB_0_4 takes what is within
 * 1e-8 of 0 for 0 and computes DX from the two DI; ACCURATE rounds each sum twice a bar.
 */
final class Directional extends Formula {

  private enum Kind {
    PLUS_DM,
    MINUS_DM,
    PLUS_DI,
    MINUS_DI,
    DX,
    ADX,
    ADXR
  }

  static final Descriptor PLUS_DM = of("plus_dm", "Plus directional movement", Kind.PLUS_DM);
  static final Descriptor MINUS_DM = of("minus_dm", "Minus directional movement", Kind.MINUS_DM);
  static final Descriptor PLUS_DI = of("plus_di", "Plus directional indicator", Kind.PLUS_DI);
  static final Descriptor MINUS_DI = of("minus_di", "Minus directional indicator", Kind.MINUS_DI);
  static final Descriptor DX = of("dx", "Directional movement index", Kind.DX);
  static final Descriptor ADX = of("adx", "Average directional index", Kind.ADX);
  static final Descriptor ADXR = of("adxr", "Average directional index rating", Kind.ADXR);

  private static final double TALIB_ZERO = 0.00000001;

  private final Kind kind;
  private final int n;
  private final double alpha;
  private final boolean talib;
  private final Past past;

  private int seen;
  private double previousHigh;
  private double previousLow;
  private double previousClose;
  private double plus;
  private double minus;
  private double range;
  private double dx;
  private double adx;

  private Directional(Kind kind, int period, Profile profile) {
    this.kind = kind;
    this.n = period;
    this.alpha = 1.0 / period;
    this.talib = profile == Profile.TALIB_0_4;
    this.past = new Past(period - 1);
  }

  private Directional(Directional other) {
    this.kind = other.kind;
    this.n = other.n;
    this.alpha = other.alpha;
    this.talib = other.talib;
    this.past = other.past.copy();
    this.seen = other.seen;
    this.previousHigh = other.previousHigh;
    this.previousLow = other.previousLow;
    this.previousClose = other.previousClose;
    this.plus = other.plus;
    this.minus = other.minus;
    this.range = other.range;
    this.dx = other.dx;
    this.adx = other.adx;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    out[0] = with(moves, h, l, c);
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] high = bars.high();
    double[] low = bars.low();
    double[] close = bars.close();
    double[] values = out[0];
    int i = 0;
    for (; i < close.length && seen < 2 * n; i++) {
      values[i] = with(true, high[i], low[i], close[i]);
    }
    if (i == close.length) {
      return;
    }
    double p = plus;
    double m = minus;
    double t = range;
    double d = dx;
    double a = adx;
    for (; i < close.length; i++) {
      double up = high[i] - high[i - 1];
      double down = low[i - 1] - low[i];
      p = decayed(p) + exceeding(up, down);
      m = decayed(m) + exceeding(down, up);
      t = decayed(t) + trueRange(high[i], low[i], close[i - 1]);
      double now = index(p, m, t);
      a = average(a, now);
      d = Double.isNaN(now) ? d : now;
      values[i] = kind == Kind.ADX ? a : value(true, p, m, t, d, a);
    }
    previousHigh = high[i - 1];
    previousLow = low[i - 1];
    previousClose = close[i - 1];
    plus = p;
    minus = m;
    range = t;
    dx = d;
    adx = a;
  }

  @Override
  public Directional copy() {
    return new Directional(this);
  }

  private double with(boolean moves, double h, double l, double c) {
    double p = plus;
    double m = minus;
    double t = range;
    if (seen > 0) {
      double up = h - previousHigh;
      double down = previousLow - l;
      p = decayed(p) + exceeding(up, down);
      m = decayed(m) + exceeding(down, up);
      t = decayed(t) + trueRange(h, l, previousClose);
    }
    double d = seen >= n ? index(p, m, t) : Double.NaN;
    double a = average(adx, d);
    double value = value(moves, p, m, t, !Double.isNaN(d) ? d : dx, a);
    if (moves) {
      previousHigh = h;
      previousLow = l;
      previousClose = c;
      plus = p;
      minus = m;
      range = t;
      dx = !Double.isNaN(d) ? d : dx;
      adx = a;
      seen = seen < 2 * n ? seen + 1 : seen;
    }
    return value;
  }

  /**
   * A move where it is above 0 and above the other, else 0; by sign bits, as they come at random.
   */
  private static double exceeding(double move, double other) {
    double up = Rsi.gain(move);
    long less = Double.doubleToRawLongBits(Rsi.gain(other) - up) >> 63;
    return Double.longBitsToDouble(Double.doubleToRawLongBits(up) & less);
  }

  /** What is left of a sum for this bar; all of it while the first n - 1 are added up. */
  private double decayed(double sum) {
    if (seen < n) {
      return sum;
    }
    return talib ? sum - sum / n : Math.fma(-alpha, sum, sum);
  }

  /** DX, or NaN where it is 0 / 0. */
  private double index(double p, double m, double t) {
    if (!talib) {
      return p + m == 0 ? Double.NaN : 100 * (Math.abs(m - p) / (m + p));
    }
    if (isZero(t)) {
      return Double.NaN;
    }
    double minusDi = 100 * (m / t);
    double plusDi = 100 * (p / t);
    double sum = minusDi + plusDi;
    return isZero(sum) ? Double.NaN : 100 * (Math.abs(minusDi - plusDi) / sum);
  }

  /** The sum of the first DX, then their average. */
  private double average(double before, double d) {
    if (seen < 2 * n) {
      double sum = Double.isNaN(d) ? before : before + d;
      return seen == 2 * n - 1 ? sum / n : sum;
    }
    if (Double.isNaN(d)) {
      return before;
    }
    return talib ? (before * (n - 1) + d) / n : Math.fma(alpha, d - before, before);
  }

  private double value(boolean moves, double p, double m, double t, double d, double a) {
    boolean averaged = seen >= 2 * n - 1;
    return switch (kind) {
      case PLUS_DM -> seen >= n - 1 ? p : Double.NaN;
      case MINUS_DM -> seen >= n - 1 ? m : Double.NaN;
      case PLUS_DI -> seen >= n ? part(p, t) : Double.NaN;
      case MINUS_DI -> seen >= n ? part(m, t) : Double.NaN;
      case DX -> seen >= n ? d : Double.NaN;
      case ADX -> averaged ? a : Double.NaN;
      case ADXR -> averaged ? (a + through(moves, past, a)) / 2 : Double.NaN;
    };
  }

  private double part(double sum, double t) {
    return t == 0 || (talib && isZero(t)) ? 0 : 100 * (sum / t);
  }

  private static boolean isZero(double value) {
    return -TALIB_ZERO < value && value < TALIB_ZERO;
  }

  private static int lookback(Kind kind, int n) {
    return switch (kind) {
      case PLUS_DM, MINUS_DM -> n - 1;
      case PLUS_DI, MINUS_DI, DX -> n;
      case ADX -> 2 * n - 1;
      case ADXR -> 3 * n - 2;
    };
  }

  private static Descriptor of(String id, String title, Kind kind) {
    boolean movement = kind == Kind.PLUS_DM || kind == Kind.MINUS_DM;
    boolean twice = kind == Kind.ADX || kind == Kind.ADXR;
    Descriptor.Draft draft = Descriptor.of(id, title, Category.TREND);
    if (movement) {
      draft.reads(HIGH, LOW);
    } else {
      draft.reads(HIGH, LOW, CLOSE);
    }
    return draft
        .period("period", 2, 14)
        .gives(id, movement ? Output.Unit.PRICE : Output.Unit.PERCENT, false)
        .lookback(p -> lookback(kind, p.integer("period")))
        .fades(p -> (twice ? 2 : 1) * Descriptor.fading(1.0 / p.integer("period")))
        .also(Profile.TALIB_0_4)
        .formula(
            switch (kind) {
              case PLUS_DM -> "Wilder's sum of rises of the high that exceed the fall of the low";
              case MINUS_DM -> "Wilder's sum of falls of the low that exceed the rise of the high";
              case PLUS_DI -> "100 +DM / Wilder's sum of true ranges";
              case MINUS_DI -> "100 -DM / Wilder's sum of true ranges";
              case DX -> "100 |+DM - -DM| / (+DM + -DM)";
              case ADX -> "Wilder's mean of DX";
              case ADXR -> "mean of ADX and ADX n - 1 bars ago";
            },
            "Wilder 1978, New Concepts; TA-Lib 0.4, ta_" + id.toUpperCase(Locale.ROOT) + ".c")
        .makes((p, profile) -> new Directional(kind, p.integer("period"), profile));
  }
}
