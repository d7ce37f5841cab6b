package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

import io.finstage.server.market.BarSeries;

/**
 * Chande momentum oscillator.
 *
 * <pre>
 *   100 (U - D) / (U + D), U and D the sums of gains and losses over n bars;  0 where nothing moved
 * </pre>
 *
 * <p>TALIB_0_4 has Wilder's means instead of the sums, as in its RSI, which is another indicator;
 * it is for its sake that the start is said to fade.
 */
final class ChandeMomentum extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("cmo", "Chande momentum oscillator", Category.MOMENTUM)
          .reads(CLOSE)
          .period("period", 2, 14)
          .gives("cmo", Output.Unit.PERCENT, false)
          .lookback(p -> p.integer("period"))
          .fades(p -> Descriptor.fading(1.0 / p.integer("period")))
          .also(Profile.TALIB_0_4)
          .formula(
              "100 (U - D) / (U + D), sums of gains and losses",
              "Chande and Kroll 1994, The New Technical Trader; TA-Lib 0.4, ta_CMO.c")
          .makes((p, profile) -> new ChandeMomentum(p.integer("period"), profile));

  private static final double TALIB_ZERO = 0.00000001;

  private final boolean talib;
  private final Window gains;
  private final Window losses;
  private final Smoothing gain;
  private final Smoothing loss;
  private double previous = Double.NaN;

  private ChandeMomentum(int period, Profile profile) {
    this.talib = profile == Profile.TALIB_0_4;
    this.gains = Window.of(period, profile);
    this.losses = Window.of(period, profile);
    this.gain = Smoothing.wilder(period, profile);
    this.loss = Smoothing.wilder(period, profile);
  }

  private ChandeMomentum(ChandeMomentum other) {
    this.talib = other.talib;
    this.gains = other.gains.copy();
    this.losses = other.losses.copy();
    this.gain = other.gain.copy();
    this.loss = other.loss.copy();
    this.previous = other.previous;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    out[0] = with(moves, c);
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] close = bars.close();
    for (int i = 0; i < close.length; i++) {
      out[0][i] = with(true, close[i]);
    }
  }

  @Override
  public ChandeMomentum copy() {
    return new ChandeMomentum(this);
  }

  private double with(boolean moves, double price) {
    double change = price - previous;
    if (moves) {
      previous = price;
    }
    if (Double.isNaN(change)) {
      return Double.NaN;
    }
    double up = change > 0 ? change : 0;
    double down = change < 0 ? -change : 0;
    if (talib) {
      double u = through(moves, gain, up);
      double d = through(moves, loss, down);
      double sum = u + d;
      return -TALIB_ZERO < sum && sum < TALIB_ZERO ? 0 : 100 * ((u - d) / sum);
    }
    double u = through(moves, gains, up);
    double d = through(moves, losses, down);
    return u + d == 0 ? 0 : 100 * ((u - d) / (u + d));
  }
}
