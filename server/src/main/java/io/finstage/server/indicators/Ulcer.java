package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

import io.finstage.server.market.BarSeries;

/**
 * Ulcer index: how deep and how long the close was below its highest of n bars.
 *
 * <pre>
 *   d = 100 (c - max(c, n)) / max(c, n)   sqrt(SMA(d d, n))
 * </pre>
 */
final class Ulcer extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("ulcer", "Ulcer index", Category.VOLATILITY)
          .alias("ui", "ulcer_index")
          .reads(CLOSE)
          .period("period", 1, 14)
          .gives("ulcer", Output.Unit.PERCENT, false)
          .lookback(p -> 2 * (p.integer("period") - 1))
          .formula(
              "sqrt(SMA(d d)), d = 100 (c / max c - 1)",
              "Martin and McCann 1989; StockCharts ChartSchool, Ulcer Index")
          .makes((p, profile) -> new Ulcer(p.integer("period")));

  private final Range extremes;
  private final Mean mean;

  private Ulcer(int period) {
    this.extremes = new Range(period);
    this.mean = Mean.of(period, Profile.ACCURATE);
  }

  private Ulcer(Ulcer other) {
    this.extremes = other.extremes.copy();
    this.mean = other.mean.copy();
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    if (moves) {
      extremes.add(c, c);
    }
    double highest = moves ? extremes.highest() : extremes.highestWith(c);
    double depth = highest == 0 ? 0 : 100 * ((c - highest) / highest);
    out[0] = Math.sqrt(through(moves, mean, depth * depth));
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] now = new double[1];
    for (int i = 0; i < bars.size(); i++) {
      at(true, 0, 0, 0, bars.close()[i], 0, now);
      out[0][i] = now[0];
    }
  }

  @Override
  public Ulcer copy() {
    return new Ulcer(this);
  }
}
