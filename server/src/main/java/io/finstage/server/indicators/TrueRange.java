package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;

import io.finstage.server.market.BarSeries;

/**
 * True range: how far a bar went, the gap since the last close included.
 *
 * <pre>
 *   TR = max(h - l, |h - c'|, |l - c'|)
 * </pre>
 */
final class TrueRange extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("trange", "True range", Category.VOLATILITY)
          .alias("tr")
          .reads(HIGH, LOW, CLOSE)
          .gives("trange", Output.Unit.PRICE, false)
          .lookback(params -> 1)
          .stability(Stability.EXACT)
          .also(Profile.TALIB_0_4)
          .formula(
              "max(h - l, |h - c'|, |l - c'|)",
              "Wilder 1978, New Concepts; TA-Lib 0.4, ta_TRANGE.c")
          .makes((params, profile) -> new TrueRange(Double.NaN));

  private double previousClose;

  private TrueRange(double previousClose) {
    this.previousClose = previousClose;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    out[0] = trueRange(h, l, previousClose);
    if (moves) {
      previousClose = c;
    }
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] high = bars.high();
    double[] low = bars.low();
    double[] close = bars.close();
    AverageRange.trueRanges(high, low, close, out[0]);
    previousClose = close.length == 0 ? previousClose : close[close.length - 1];
  }

  @Override
  public TrueRange copy() {
    return new TrueRange(previousClose);
  }
}
