package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

/**
 * Weighted moving average: the newest close counts n times, the oldest once.
 *
 * <pre>
 *   WMA = (n c[0] + (n - 1) c[1] + ... + c[n-1]) / (n (n + 1) / 2)
 * </pre>
 *
 * <p>ACCURATE is made of block sums ({@link Ramp}). TALIB_0_4 keeps TA-Lib's two running sums.
 */
final class Wma extends Filter {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("wma", "Weighted moving average", Category.MOVING_AVERAGE)
          .reads(CLOSE)
          .period("period", 1, 20)
          .gives("wma", Output.Unit.PRICE, true)
          .lookback(params -> params.integer("period") - 1)
          .also(Profile.TALIB_0_4)
          .formula(
              "(n c[0] + ... + 1 c[n-1]) / (n (n + 1) / 2)",
              "TA-Lib 0.4, ta_WMA.c; Achelis, Technical Analysis")
          .makes((params, profile) -> new OnClose(of(params.integer("period"), profile)));

  private final Ramp ramp;
  private final double divider;

  private Wma(Ramp ramp) {
    this.ramp = ramp;
    this.divider = 0.5 * ramp.length() * (ramp.length() + 1);
  }

  static Filter of(int period, Profile profile) {
    // TA-Lib has no period of 1.
    return profile == Profile.TALIB_0_4 && period > 1
        ? new Running(period, new Ring(period))
        : new Wma(new Ramp(period));
  }

  @Override
  public double next(double value) {
    return !Double.isNaN(value) && ramp.add(value) ? average() : Double.NaN;
  }

  @Override
  public double peek(double value) {
    return !Double.isNaN(value) && ramp.look(value) ? average() : Double.NaN;
  }

  @Override
  public void run(double[] in, double[] out) {
    for (int i = 0; i < in.length; i++) {
      out[i] = next(in[i]);
    }
  }

  @Override
  public Wma copy() {
    return new Wma(ramp.copy());
  }

  private double average() {
    return ramp.anchor() + (ramp.ramp() + ramp.sum()) / divider;
  }

  /** TA-Lib's way. */
  private static final class Running extends Filter {
    private final int period;
    private final int divider;
    private final Ring last;
    private double weighted;
    private double plain;
    private double trailing;

    Running(int period, Ring last) {
      this.period = period;
      this.divider = (period * (period + 1)) >> 1;
      this.last = last;
    }

    @Override
    public double next(double value) {
      if (Double.isNaN(value)) {
        return Double.NaN;
      }
      last.push(value);
      plain += value;
      if (last.count() < period) {
        weighted += value * last.count();
        return Double.NaN;
      }
      plain -= trailing;
      weighted += value * period;
      trailing = last.ago(period - 1);
      double average = weighted / divider;
      weighted -= plain;
      return average;
    }

    @Override
    public double peek(double value) {
      return last.count() < period - 1 ? Double.NaN : (weighted + value * period) / divider;
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
      copy.weighted = weighted;
      copy.plain = plain;
      copy.trailing = trailing;
      return copy;
    }
  }
}
