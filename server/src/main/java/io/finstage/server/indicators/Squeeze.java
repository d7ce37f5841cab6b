package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;

import io.finstage.server.market.BarSeries;

/**
 * Squeeze: whether Bollinger's bands are within Keltner's channel, and where prices lean meanwhile.
 *
 * <pre>
 *   on = 1 where bands stddev(c, n) < channel SMA(true range, n), else 0
 *   d = c - ((max h + min l) / 2 + SMA(c, n)) / 2
 *   momentum = end of the line of best fit through the last n d
 * </pre>
 *
 * <p>Both are about SMA(c, n), so only their widths are compared.
 */
final class Squeeze extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("squeeze", "Squeeze momentum", Category.VOLATILITY)
          .alias("ttm_squeeze")
          .reads(HIGH, LOW, CLOSE)
          .period("period", 2, 20)
          .real("bands", 0, 1000, 2)
          .real("channel", 0, 1000, 1.5)
          .gives("momentum", Output.Unit.PRICE, false)
          .gives("on", Output.Unit.DIRECTION, false)
          .lookback(p -> 2 * (p.integer("period") - 1))
          .formula(
              "on: bands stddev(c) < channel SMA(TR); momentum: linear regression of c less the"
                  + " middle",
              "Carter 2005, Mastering the Trade; TradingView, LazyBear's Squeeze Momentum")
          .makes((p, profile) -> new Squeeze(p));

  private final int n;
  private final double bands;
  private final double channel;
  private final Range extremes;
  private final Mean mean;
  private final Mean range;
  private final Spread spread;
  private final Ramp line;
  private double previous = Double.NaN;

  private Squeeze(Params params) {
    this.n = params.integer("period");
    this.bands = params.real("bands");
    this.channel = params.real("channel");
    this.extremes = new Range(n);
    this.mean = Mean.of(n, Profile.ACCURATE);
    this.range = Mean.of(n, Profile.ACCURATE);
    this.spread = new Spread(n, Profile.ACCURATE);
    this.line = new Ramp(n);
  }

  private Squeeze(Squeeze other) {
    this.n = other.n;
    this.bands = other.bands;
    this.channel = other.channel;
    this.extremes = other.extremes.copy();
    this.mean = other.mean.copy();
    this.range = other.range.copy();
    this.spread = other.spread.copy();
    this.line = other.line.copy();
    this.previous = other.previous;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    if (moves) {
      extremes.add(h, l);
    }
    double highest = moves ? extremes.highest() : extremes.highestWith(h);
    double lowest = moves ? extremes.lowest() : extremes.lowestWith(l);
    double middle = (highest + lowest) / 2;
    double deviation = Math.sqrt(moves ? spread.add(c) : spread.with(c));
    double distance = c - (middle + through(moves, mean, c)) / 2;
    double width =
        Double.isNaN(previous) ? Double.NaN : through(moves, range, trueRange(h, l, previous));
    double momentum = end(moves, distance);
    out[0] = momentum;
    out[1] = Double.isNaN(momentum) ? momentum : bands * deviation < channel * width ? 1 : 0;
    if (moves) {
      previous = c;
    }
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] now = new double[2];
    for (int i = 0; i < bars.size(); i++) {
      at(true, 0, bars.high()[i], bars.low()[i], bars.close()[i], 0, now);
      out[0][i] = now[0];
      out[1][i] = now[1];
    }
  }

  @Override
  public Squeeze copy() {
    return new Squeeze(this);
  }

  /** The end of the line of best fit. */
  private double end(boolean moves, double value) {
    if (Double.isNaN(value) || !(moves ? line.add(value) : line.look(value))) {
      return Double.NaN;
    }
    double center = (n - 1) / 2.0;
    double slope = (line.ramp() - center * line.sum()) / (n * (n + 1.0) * (n - 1.0) / 12);
    return line.anchor() + line.sum() / n + slope * center;
  }
}
