package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;

import io.finstage.server.market.BarSeries;

/**
 * Keltner channels, as Raschke changed them: an average true range about an exponential average.
 *
 * <pre>
 *   middle = EMA(c, n)   upper, lower = middle +- k ATR(m)
 * </pre>
 */
final class Keltner extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("keltner", "Keltner channels", Category.VOLATILITY)
          .alias("kc")
          .reads(HIGH, LOW, CLOSE)
          .period("period", 1, 20)
          .period("atr_period", 1, 10)
          .real("k", 0, 1000, 2)
          .gives("upper", Output.Unit.PRICE, true)
          .gives("middle", Output.Unit.PRICE, true)
          .gives("lower", Output.Unit.PRICE, true)
          .lookback(params -> Math.max(params.integer("period") - 1, params.integer("atr_period")))
          .fades(params ->
              Math.max(
                  Smoothing.fadingEma(params.integer("period")),
                  Smoothing.fadingWilder(params.integer("atr_period"))))
          .formula(
              "EMA(c, n) +- k ATR(m)",
              "Keltner 1960; Raschke & Connors 1995, Street Smarts; ChartSchool, Keltner Channels")
          .makes((params, profile) ->
              new Keltner(
                  params.real("k"),
                  Smoothing.ema(params.integer("period"), profile),
                  new AverageRange(params.integer("atr_period"), profile)));

  private final double k;
  private final Smoothing center;
  private final AverageRange range;

  private Keltner(double k, Smoothing center, AverageRange range) {
    this.k = k;
    this.center = center;
    this.range = range;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double middle = through(moves, center, c);
    double distance = k * range.at(moves, h, l, c);
    out[0] = middle + distance;
    out[1] = Double.isNaN(distance) ? Double.NaN : middle;
    out[2] = middle - distance;
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] three = new double[3];
    for (int i = 0; i < bars.size(); i++) {
      at(true, 0, bars.high()[i], bars.low()[i], bars.close()[i], 0, three);
      out[0][i] = three[0];
      out[1][i] = three[1];
      out[2][i] = three[2];
    }
  }

  @Override
  public Keltner copy() {
    return new Keltner(k, center.copy(), range.copy());
  }
}
