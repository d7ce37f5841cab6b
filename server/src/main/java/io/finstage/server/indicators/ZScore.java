package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

import io.finstage.server.market.BarSeries;

/**
 * Standard score: how many standard deviations (population) the close is from the mean of the last
 * n; 0 where nothing moved.
 */
final class ZScore extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("zscore", "Standard score", Category.STATISTIC)
          .alias("z_score")
          .reads(CLOSE)
          .period("period", 2, 20)
          .gives("zscore", Output.Unit.RATIO, false)
          .lookback(p -> p.integer("period") - 1)
          .formula("(c - SMA(c)) / stddev(c)", "the definition of the standard score")
          .makes((p, profile) -> new ZScore(p.integer("period")));

  private final Mean mean;
  private final Spread spread;

  private ZScore(int period) {
    this.mean = Mean.of(period, Profile.ACCURATE);
    this.spread = new Spread(period, Profile.ACCURATE);
  }

  private ZScore(ZScore other) {
    this.mean = other.mean.copy();
    this.spread = other.spread.copy();
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double variance = moves ? spread.add(c) : spread.with(c);
    double distance = c - through(moves, mean, c);
    out[0] = variance == 0 ? 0 : distance / Math.sqrt(variance);
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
  public ZScore copy() {
    return new ZScore(this);
  }
}
