package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;

import io.finstage.server.market.BarSeries;

/**
 * Ehlers' fractal adaptive moving average: its step follows the fractal dimension of the price.
 *
 * <pre>
 *   N1, N2 = range of the newer and the older half of n bars by n / 2      N3 = range of all by n
 *   D = (ln(N1 + N2) - ln(N3)) / ln 2
 *   a = exp(-4.6 (D - 1)), 0.01 to 1      1 where nothing moved
 *   FRAMA = f' + a ((h + l) / 2 - f')     the first is (h + l) / 2
 * </pre>
 */
final class Frama extends Formula {

  private static final double SLOWEST = 0.01;

  static final Descriptor DESCRIPTOR =
      Descriptor.of("frama", "Fractal adaptive moving average", Category.MOVING_AVERAGE)
          .reads(HIGH, LOW)
          .period("half", 1, 8)
          .gives("frama", Output.Unit.PRICE, true)
          .lookback(params -> 2 * params.integer("half") - 1)
          .fades(params -> Descriptor.fading(SLOWEST))
          .formula(
              "f' + exp(-4.6 (D - 1)) ((h + l) / 2 - f'), D the fractal dimension of two halves",
              "Ehlers 2005, Stocks & Commodities 23, FRAMA")
          .makes((params, profile) -> {
            int half = params.integer("half");
            return new Frama(half, new Range(half), new Past(half), new Past(half));
          });

  private final int half;
  private final Range newer;
  private final Past olderHigh;
  private final Past olderLow;
  private double average = Double.NaN;

  private Frama(int half, Range newer, Past olderHigh, Past olderLow) {
    this.half = half;
    this.newer = newer;
    this.olderHigh = olderHigh;
    this.olderLow = olderLow;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    if (moves) {
      newer.add(h, l);
    }
    double highest = moves ? newer.highest() : newer.highestWith(h);
    double lowest = moves ? newer.lowest() : newer.lowestWith(l);
    double highestBefore = through(moves, olderHigh, highest);
    double lowestBefore = through(moves, olderLow, lowest);
    if (Double.isNaN(highestBefore)) {
      out[0] = Double.NaN;
      return;
    }
    double parts = (highest - lowest + (highestBefore - lowestBefore)) / half;
    double whole =
        (Math.max(highest, highestBefore) - Math.min(lowest, lowestBefore)) / (2.0 * half);
    double price = (h + l) / 2;
    double next = Double.isNaN(average) ? price : average + step(parts, whole) * (price - average);
    out[0] = next;
    if (moves) {
      average = next;
    }
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] one = new double[1];
    for (int i = 0; i < bars.size(); i++) {
      at(true, 0, bars.high()[i], bars.low()[i], 0, 0, one);
      out[0][i] = one[0];
    }
  }

  @Override
  public Frama copy() {
    Frama copy = new Frama(half, newer.copy(), olderHigh.copy(), olderLow.copy());
    copy.average = average;
    return copy;
  }

  private static double step(double parts, double whole) {
    if (!(parts > 0 && whole > 0)) {
      return 1;
    }
    double dimension = Math.log(parts / whole) / Math.log(2);
    return Math.min(1, Math.max(SLOWEST, Math.exp(-4.6 * (dimension - 1))));
  }
}
