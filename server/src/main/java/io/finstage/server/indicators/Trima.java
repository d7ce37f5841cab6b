package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

/**
 * Triangular moving average: the middle of the window counts most; a mean of means.
 *
 * <pre>
 *   n odd:  SMA(SMA(c, (n + 1) / 2), (n + 1) / 2)      n even:  SMA(SMA(c, n / 2), n / 2 + 1)
 * </pre>
 *
 * <p>TALIB_0_4 keeps TA-Lib's running numerator of the same weights.
 */
final class Trima extends Filter {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("trima", "Triangular moving average", Category.MOVING_AVERAGE)
          .reads(CLOSE)
          .period("period", 1, 20)
          .gives("trima", Output.Unit.PRICE, true)
          .lookback(params -> params.integer("period") - 1)
          .also(Profile.TALIB_0_4)
          .formula(
              "SMA(SMA(c, (n + 1) / 2), (n + 1) / 2) where n is odd, else SMA(SMA(c, n / 2), n / 2"
                  + " + 1)",
              "TA-Lib 0.4, ta_TRIMA.c; Achelis, Technical Analysis")
          .makes((params, profile) -> new OnClose(of(params.integer("period"), profile)));

  private final Sma inner;
  private final Sma outer;

  private Trima(Sma inner, Sma outer) {
    this.inner = inner;
    this.outer = outer;
  }

  static Filter of(int period, Profile profile) {
    // TA-Lib has no period of 1.
    return profile == Profile.TALIB_0_4 && period > 1
        ? new Running(period, new Ring(period))
        : new Trima(
            new Sma((period + 1) / 2, Profile.ACCURATE), new Sma(period / 2 + 1, Profile.ACCURATE));
  }

  @Override
  public double next(double value) {
    return outer.next(inner.next(value));
  }

  @Override
  public double peek(double value) {
    return outer.peek(inner.peek(value));
  }

  @Override
  public void run(double[] in, double[] out) {
    for (int i = 0; i < in.length; i++) {
      out[i] = next(in[i]);
    }
  }

  @Override
  public Trima copy() {
    return new Trima(inner.copy(), outer.copy());
  }

  /** TA-Lib's way: the older half rises to the middle, the newer falls from it. */
  private static final class Running extends Filter {
    private final int period;
    private final int half;
    private final boolean odd;
    private final double factor;
    private final Ring last;
    private double numerator;
    private double older;
    private double newer;

    Running(int period, Ring last) {
      this.period = period;
      this.half = period >> 1;
      this.odd = period % 2 == 1;
      this.factor = 1.0 / (odd ? (half + 1) * (half + 1) : half * (half + 1));
      this.last = last;
    }

    @Override
    public double next(double value) {
      if (Double.isNaN(value)) {
        return Double.NaN;
      }
      double gone = last.push(value);
      if (!last.full()) {
        return Double.NaN;
      }
      if (last.count() == period) {
        begin();
      } else {
        move(value, gone);
      }
      return numerator * factor;
    }

    @Override
    public double peek(double value) {
      if (Double.isNaN(value)) {
        return Double.NaN;
      }
      double savedNumerator = numerator;
      double savedOlder = older;
      double savedNewer = newer;
      double gone = last.push(value);
      last.undo(gone);
      double peek = next(value);
      last.undo(gone);
      numerator = savedNumerator;
      older = savedOlder;
      newer = savedNewer;
      return peek;
    }

    @Override
    public void run(double[] in, double[] out) {
      for (int i = 0; i < in.length; i++) {
        out[i] = next(in[i]);
      }
    }

    @Override
    public Running copy() {
      Running copy = new Running(period, last.copy());
      copy.numerator = numerator;
      copy.older = older;
      copy.newer = newer;
      return copy;
    }

    private void begin() {
      int middle = odd ? half : half - 1;
      for (int j = middle; j >= 0; j--) {
        older += last.ago(period - 1 - j);
        numerator += older;
      }
      for (int j = middle + 1; j < period; j++) {
        newer += last.ago(period - 1 - j);
        numerator += newer;
      }
    }

    private void move(double value, double gone) {
      double middle = last.ago(half);
      numerator -= older;
      older -= gone;
      older += middle;
      if (odd) {
        numerator += newer;
        newer -= middle;
      } else {
        newer -= middle;
        numerator += newer;
      }
      newer += value;
      numerator += value;
    }
  }
}
