package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;

import io.finstage.server.market.BarSeries;

/**
 * Average true range, in price and in per cent of the close.
 *
 * <pre>
 *   TR = max(h - l, |h - c'|, |l - c'|)
 *   ATR = mean of the first n, then (ATR' (n - 1) + TR) / n      NATR = 100 ATR / c
 * </pre>
 *
 * <p>TALIB_0_4 answers 0 for NATR where the close is within 1e-8 of 0, and the true range itself
 * where n is 1.
 */
final class Atr extends Formula {

  static final Descriptor DESCRIPTOR =
      of("atr", "Average true range", false, Output.Unit.PRICE, "Wilder's mean of TR", "ta_ATR.c");
  static final Descriptor NATR =
      of(
          "natr",
          "Average true range in per cent of the close",
          true,
          Output.Unit.PERCENT,
          "100 ATR / c",
          "ta_NATR.c");

  private static final double TALIB_ZERO = 0.00000001;

  private final boolean percent;
  private final boolean talib;
  private final AverageRange average;

  private Atr(boolean percent, boolean talib, AverageRange average) {
    this.percent = percent;
    this.talib = talib;
    this.average = average;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    out[0] = read(average.at(moves, h, l, c), c);
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] high = bars.high();
    double[] low = bars.low();
    double[] close = bars.close();
    double[] atr = out[0];
    average.run(high, low, close, atr);
    if (percent) {
      for (int i = 0; i < atr.length; i++) {
        atr[i] = read(atr[i], close[i]);
      }
    }
  }

  @Override
  public Atr copy() {
    return new Atr(percent, talib, average.copy());
  }

  private double read(double range, double close) {
    if (!percent || Double.isNaN(range)) {
      return range;
    }
    if (talib) {
      return -TALIB_ZERO < close && close < TALIB_ZERO ? 0 : range / close * 100.0;
    }
    return close == 0 ? Double.NaN : 100.0 * (range / close);
  }

  private static Descriptor of(
      String id, String title, boolean percent, Output.Unit unit, String formula, String file) {
    return Descriptor.of(id, title, Category.VOLATILITY)
        .reads(HIGH, LOW, CLOSE)
        .period("period", 1, 14)
        .gives(id, unit, false)
        .lookback(params -> params.integer("period"))
        .fades(params -> Smoothing.fadingWilder(params.integer("period")))
        .also(Profile.TALIB_0_4)
        .formula(formula, "Wilder 1978, New Concepts; TA-Lib 0.4, " + file)
        .makes((params, profile) -> {
          int period = params.integer("period");
          boolean talib = profile == Profile.TALIB_0_4;
          return new Atr(
              percent && !(talib && period == 1), talib, new AverageRange(period, profile));
        });
  }
}
