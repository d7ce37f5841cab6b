package io.finstage.server.indicators;

import io.finstage.server.market.BarSeries;

/**
 * How many of the last n values a value is not below, in per cent: the percent rank, of the close.
 *
 * <p>It counts all n for every bar: up to a few hundred that is faster than keeping them sorted.
 */
final class Rank extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("percentrank", "Percent rank", Category.STATISTIC)
          .alias("percent_rank")
          .reads(Input.CLOSE)
          .period("period", 1, 100)
          .gives("percentrank", Output.Unit.PERCENT, false)
          .lookback(p -> p.integer("period"))
          .stability(Stability.EXACT)
          .formula(
              "100 (number of c[1] ... c[n] that are <= c) / n", "Pine reference, ta.percentrank")
          .makes((p, profile) -> new Rank(p.integer("period"), true));

  private final boolean orEqual;
  private final double[] values;
  private int at;
  private boolean full;

  /**
   * @param orEqual whether an equal value counts
   */
  Rank(int length, boolean orEqual) {
    this.orEqual = orEqual;
    this.values = new double[length];
  }

  private Rank(Rank other) {
    this.orEqual = other.orEqual;
    this.values = other.values.clone();
    this.at = other.at;
    this.full = other.full;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    out[0] = with(moves, c);
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    for (int i = 0; i < bars.size(); i++) {
      out[0][i] = with(true, bars.close()[i]);
    }
  }

  @Override
  public Rank copy() {
    return new Rank(this);
  }

  /** The rank of this value, which is not NaN, among the n before it. */
  double with(boolean moves, double value) {
    double rank = full ? 100.0 * count(value) / values.length : Double.NaN;
    if (moves) {
      values[at] = value;
      at++;
      if (at == values.length) {
        at = 0;
        full = true;
      }
    }
    return rank;
  }

  private int count(double value) {
    int count = 0;
    if (orEqual) {
      for (double other : values) {
        count += other <= value ? 1 : 0;
      }
    } else {
      for (double other : values) {
        count += other < value ? 1 : 0;
      }
    }
    return count;
  }
}
