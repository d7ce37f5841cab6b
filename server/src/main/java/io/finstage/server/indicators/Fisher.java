package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;

import io.finstage.server.market.BarSeries;

/**
 * Fisher transform of where the middle of the bar is within its range of n bars.
 *
 * <pre>
 *   m = (h + l) / 2   x = 0.66 ((m - min m) / (max m - min m) - 0.5) + 0.67 x',  within 0.999
 *   fisher = 0.5 ln((1 + x) / (1 - x)) + 0.5 fisher'   signal = fisher'
 * </pre>
 *
 * <p>x and fisher begin from 0. In an empty range m is in the middle.
 */
final class Fisher extends Formula {

  private static final double KEPT = 0.67;
  private static final double LIMIT = 0.999;

  /** Beyond this x is taken for the limit. */
  private static final double NEAR = 0.99;

  static final Descriptor DESCRIPTOR =
      Descriptor.of("fisher", "Fisher transform", Category.MOMENTUM)
          .reads(HIGH, LOW)
          .period("period", 1, 9)
          .gives("fisher", Output.Unit.RATIO, false)
          .gives("signal", Output.Unit.RATIO, false)
          .lookback(p -> p.integer("period") - 1)
          .fades(p -> Descriptor.fading(1 - KEPT) + Descriptor.fading(0.5))
          .formula(
              "0.5 ln((1 + x) / (1 - x)) + 0.5 fisher', x the smoothed place of (h + l) / 2",
              "Ehlers 2002, Stocks and Commodities; TradingView, Fisher Transform")
          .makes((p, profile) -> new Fisher(new Range(p.integer("period"))));

  private final Range extremes;
  private double place;
  private double fisher;

  private Fisher(Range extremes) {
    this.extremes = extremes;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double middle = (h + l) / 2;
    if (moves) {
      extremes.add(middle, middle);
    }
    double highest = moves ? extremes.highest() : extremes.highestWith(middle);
    double lowest = moves ? extremes.lowest() : extremes.lowestWith(middle);
    if (Double.isNaN(highest)) {
      out[0] = Double.NaN;
      out[1] = Double.NaN;
      return;
    }
    double range = highest - lowest;
    double x = range == 0 ? 0 : 0.66 * ((middle - lowest) / range - 0.5);
    x += KEPT * place;
    x = x > NEAR ? LIMIT : x < -NEAR ? -LIMIT : x;
    double value = 0.5 * Math.log((1 + x) / (1 - x)) + 0.5 * fisher;
    out[0] = value;
    out[1] = fisher;
    if (moves) {
      place = x;
      fisher = value;
    }
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] now = new double[2];
    for (int i = 0; i < bars.size(); i++) {
      at(true, 0, bars.high()[i], bars.low()[i], 0, 0, now);
      out[0][i] = now[0];
      out[1][i] = now[1];
    }
  }

  @Override
  public Fisher copy() {
    Fisher copy = new Fisher(extremes.copy());
    copy.place = place;
    copy.fisher = fisher;
    return copy;
  }
}
