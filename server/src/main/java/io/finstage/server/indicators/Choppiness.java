package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;

import io.finstage.server.market.BarSeries;

/**
 * Choppiness: how much of the way that prices went over n bars led nowhere.
 *
 * <pre>
 *   100 log(sum of true ranges / (highest high - lowest low)) / log(n);  0 where nothing moved
 * </pre>
 */
final class Choppiness extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("chop", "Choppiness index", Category.VOLATILITY)
          .reads(HIGH, LOW, CLOSE)
          .period("period", 2, 14)
          .gives("chop", Output.Unit.PERCENT, false)
          .lookback(p -> p.integer("period"))
          .formula(
              "100 log(sum of true ranges / (max h - min l)) / log(n)",
              "Dreiss 1993; TradingView, Choppiness Index")
          .makes((p, profile) -> new Choppiness(p.integer("period")));

  private final double scale;
  private final Window ranges;
  private final Range extremes;
  private double previous = Double.NaN;

  private Choppiness(int period) {
    this.scale = 100 / Math.log(period);
    this.ranges = Window.blocks(period);
    this.extremes = new Range(period);
  }

  private Choppiness(Choppiness other) {
    this.scale = other.scale;
    this.ranges = other.ranges.copy();
    this.extremes = other.extremes.copy();
    this.previous = other.previous;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double before = previous;
    if (moves) {
      extremes.add(h, l);
      previous = c;
    }
    double highest = moves ? extremes.highest() : extremes.highestWith(h);
    double lowest = moves ? extremes.lowest() : extremes.lowestWith(l);
    double range =
        Double.isNaN(before) ? Double.NaN : through(moves, ranges, trueRange(h, l, before));
    double span = highest - lowest;
    out[0] = span == 0 && !Double.isNaN(range) ? 0 : scale * Math.log(range / span);
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] now = new double[1];
    for (int i = 0; i < bars.size(); i++) {
      at(true, 0, bars.high()[i], bars.low()[i], bars.close()[i], 0, now);
      out[0][i] = now[0];
    }
  }

  @Override
  public Choppiness copy() {
    return new Choppiness(this);
  }
}
