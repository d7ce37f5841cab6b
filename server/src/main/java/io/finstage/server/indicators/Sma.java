package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

import io.finstage.server.market.BarSeries;

/**
 * Simple moving average: the mean of the last n closes.
 *
 * <p>ACCURATE sums in blocks: the window is the end of one block of n closes and the beginning of
 * the next. When a block is full, its sums from each position to its end are made anew; the
 * beginning of the next is a running sum that starts at 0. So no rounding lives longer than 2n bars
 * and a spike leaves nothing behind. TALIB_0_4 is TA-Lib's running sum: it adds the new close,
 * divides, then takes the oldest off.
 */
final class Sma implements Indicator {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("sma", "Simple moving average", Category.MOVING_AVERAGE)
          .alias("ma")
          .reads(CLOSE)
          .period("period", 2, 20)
          .gives("sma", Output.Unit.PRICE, true)
          .lookback(params -> params.integer("period") - 1)
          .also(Profile.TALIB_0_4)
          .formula("(c[0] + ... + c[n-1]) / n", "TA-Lib 0.4, ta_SMA.c; Achelis, Technical Analysis")
          .makes((params, profile) -> new Sma(params.integer("period"), profile));

  private final Window window;

  private Sma(int period, Profile profile) {
    this.window = profile == Profile.TALIB_0_4 ? Window.running(period) : Window.blocks(period);
  }

  private Sma(Sma other) {
    this.window = other.window.copy();
  }

  @Override
  public void step(
      long openAtMillis,
      double open,
      double high,
      double low,
      double close,
      double volume,
      double[] out) {
    out[0] = window.add(close) / window.length();
  }

  @Override
  public void peek(
      long openAtMillis,
      double open,
      double high,
      double low,
      double close,
      double volume,
      double[] out) {
    out[0] = window.sumWith(close) / window.length();
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] close = bars.close();
    double[] sma = out[0];
    for (int i = 0; i < close.length; i++) {
      sma[i] = window.add(close[i]) / window.length();
    }
  }

  @Override
  public Indicator copy() {
    return new Sma(this);
  }
}
