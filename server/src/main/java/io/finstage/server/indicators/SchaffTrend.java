package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

import io.finstage.server.market.BarSeries;

/**
 * Schaff trend cycle: a stochastic of a stochastic of MACD.
 *
 * <pre>
 *   m = EMA(c, fast) - EMA(c, slow)
 *   k = 100 (m - min m) / (max m - min m) over the cycle, as before where the range is empty
 *   p = p' + factor (k - p'), from the first k   the same once more, of p
 * </pre>
 */
final class SchaffTrend extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("stc", "Schaff trend cycle", Category.MOMENTUM)
          .reads(CLOSE)
          .period("cycle", 1, 10)
          .period("fast", 1, 23)
          .period("slow", 1, 50)
          .real("factor", 0.01, 1, 0.5)
          .gives("stc", Output.Unit.PERCENT, false)
          .lookback(p ->
              Math.max(p.integer("fast"), p.integer("slow")) - 1 + 2 * (p.integer("cycle") - 1))
          .fades(p ->
              Smoothing.fadingEma(Math.max(p.integer("fast"), p.integer("slow")))
                  + 2 * Descriptor.fading(p.real("factor")))
          .also(Profile.PINE)
          .formula(
              "stochastic of the stochastic of EMA(c, fast) - EMA(c, slow), each smoothed",
              "Schaff 1999; TradingView, Schaff Trend Cycle")
          .makes((p, profile) -> new SchaffTrend(p, profile));

  private final Smoothing fast;
  private final Smoothing slow;
  private final Cycle first;
  private final Cycle second;

  private SchaffTrend(Params params, Profile profile) {
    this.fast = Smoothing.ema(params.integer("fast"), profile);
    this.slow = Smoothing.ema(params.integer("slow"), profile);
    this.first = new Cycle(new Range(params.integer("cycle")), params.real("factor"));
    this.second = new Cycle(new Range(params.integer("cycle")), params.real("factor"));
  }

  private SchaffTrend(SchaffTrend other) {
    this.fast = other.fast.copy();
    this.slow = other.slow.copy();
    this.first = other.first.copy();
    this.second = other.second.copy();
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double macd = through(moves, fast, c) - through(moves, slow, c);
    out[0] = second.with(moves, first.with(moves, macd));
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    for (int i = 0; i < bars.size(); i++) {
      double c = bars.close()[i];
      out[0][i] = second.with(true, first.with(true, fast.next(c) - slow.next(c)));
    }
  }

  @Override
  public SchaffTrend copy() {
    return new SchaffTrend(this);
  }

  /** A smoothed stochastic of one series. */
  private static final class Cycle {
    private final Range extremes;
    private final double factor;
    private double place;
    private double smoothed = Double.NaN;

    Cycle(Range extremes, double factor) {
      this.extremes = extremes;
      this.factor = factor;
    }

    double with(boolean moves, double value) {
      if (Double.isNaN(value)) {
        return Double.NaN;
      }
      if (moves) {
        extremes.add(value, value);
      }
      double highest = moves ? extremes.highest() : extremes.highestWith(value);
      double lowest = moves ? extremes.lowest() : extremes.lowestWith(value);
      if (Double.isNaN(highest)) {
        return Double.NaN;
      }
      double range = highest - lowest;
      double k = range > 0 ? 100 * ((value - lowest) / range) : place;
      double mean = Double.isNaN(smoothed) ? k : smoothed + factor * (k - smoothed);
      if (moves) {
        place = k;
        smoothed = mean;
      }
      return mean;
    }

    Cycle copy() {
      Cycle copy = new Cycle(extremes.copy(), factor);
      copy.place = place;
      copy.smoothed = smoothed;
      return copy;
    }
  }
}
