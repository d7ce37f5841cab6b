package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;

import io.finstage.server.market.BarSeries;

/**
 * Supertrend: a stop at k true ranges from the middle of the bar, which only moves towards the
 * price until the close passes it.
 *
 * <pre>
 *   upper = (h + l) / 2 + k ATR(n), but not above the one before unless the close before was above it
 *   lower = (h + l) / 2 - k ATR(n), but not below the one before unless the close before was below it
 *   falling: rises when c > upper      rising: falls when c < lower      the first bar is falling
 *   supertrend = lower while rising, upper while falling      direction = 1 or -1
 * </pre>
 */
final class Supertrend extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("supertrend", "Supertrend", Category.TREND)
          .reads(HIGH, LOW, CLOSE)
          .period("period", 1, 10)
          .real("k", 0, 1000, 3)
          .gives("supertrend", Output.Unit.PRICE, true)
          .gives("direction", Output.Unit.DIRECTION, false)
          .lookback(params -> params.integer("period"))
          .stability(Stability.PATH_DEPENDENT)
          .formula(
              "(h + l) / 2 -+ k ATR(n), held until the close passes it",
              "Seban, Das Beste aus der Welt der Trends; Pine reference, ta.supertrend"
                  + " (its direction has the other sign)")
          .makes((params, profile) ->
              new Supertrend(
                  params.real("k"), new AverageRange(params.integer("period"), profile)));

  private final double k;
  private final AverageRange range;
  private double upper = Double.NaN;
  private double lower = Double.NaN;
  private double previousClose;
  private boolean rising;

  private Supertrend(double k, AverageRange range) {
    this.k = k;
    this.range = range;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double distance = k * range.at(moves, h, l, c);
    if (Double.isNaN(distance)) {
      out[0] = Double.NaN;
      out[1] = Double.NaN;
      return;
    }
    double middle = (h + l) / 2;
    double above = middle + distance;
    double below = middle - distance;
    boolean up = false;
    if (!Double.isNaN(upper)) {
      above = above < upper || previousClose > upper ? above : upper;
      below = below > lower || previousClose < lower ? below : lower;
      up = rising ? c >= below : c > above;
    }
    out[0] = up ? below : above;
    out[1] = up ? 1 : -1;
    if (moves) {
      upper = above;
      lower = below;
      rising = up;
      previousClose = c;
    }
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
  public Supertrend copy() {
    Supertrend copy = new Supertrend(k, range.copy());
    copy.upper = upper;
    copy.lower = lower;
    copy.previousClose = previousClose;
    copy.rising = rising;
    return copy;
  }
}
