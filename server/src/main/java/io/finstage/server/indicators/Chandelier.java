package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;

import io.finstage.server.market.BarSeries;

/**
 * Chandelier exit: a stop hung from the highest high, and one stood on the lowest low.
 *
 * <pre>
 *   long = highest high of n - k ATR(n)      short = lowest low of n + k ATR(n)
 * </pre>
 */
final class Chandelier extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("chandelier", "Chandelier exit", Category.TREND)
          .reads(HIGH, LOW, CLOSE)
          .period("period", 1, 22)
          .real("k", 0, 1000, 3)
          .gives("long", Output.Unit.PRICE, true)
          .gives("short", Output.Unit.PRICE, true)
          .lookback(params -> params.integer("period"))
          .fades(params -> Smoothing.fadingWilder(params.integer("period")))
          .formula(
              "highest high - k ATR(n), lowest low + k ATR(n)",
              "Le Beau; ChartSchool, Chandelier Exit")
          .makes((params, profile) -> {
            int period = params.integer("period");
            return new Chandelier(
                params.real("k"), new Range(period), new AverageRange(period, profile));
          });

  private final double k;
  private final Range extremes;
  private final AverageRange range;

  private Chandelier(double k, Range extremes, AverageRange range) {
    this.k = k;
    this.extremes = extremes;
    this.range = range;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double distance = k * range.at(moves, h, l, c);
    if (moves) {
      extremes.add(h, l);
    }
    out[0] = (moves ? extremes.highest() : extremes.highestWith(h)) - distance;
    out[1] = (moves ? extremes.lowest() : extremes.lowestWith(l)) + distance;
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] two = new double[2];
    for (int i = 0; i < bars.size(); i++) {
      at(true, 0, bars.high()[i], bars.low()[i], bars.close()[i], 0, two);
      out[0][i] = two[0];
      out[1][i] = two[1];
    }
  }

  @Override
  public Chandelier copy() {
    return new Chandelier(k, extremes.copy(), range.copy());
  }
}
