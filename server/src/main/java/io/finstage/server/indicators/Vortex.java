package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;

import io.finstage.server.market.BarSeries;

/**
 * Vortex: how far highs went from the lows before, and lows from the highs before.
 *
 * <pre>
 *   plus = sum of |h - l'| / sum of true ranges   minus = sum of |l - h'| / sum of true ranges
 * </pre>
 *
 * <p>over n bars; 0 where nothing moved.
 */
final class Vortex extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("vortex", "Vortex indicator", Category.TREND)
          .alias("vi")
          .reads(HIGH, LOW, CLOSE)
          .period("period", 1, 14)
          .gives("plus", Output.Unit.RATIO, false)
          .gives("minus", Output.Unit.RATIO, false)
          .lookback(p -> p.integer("period"))
          .formula(
              "sums of |h - l'| and |l - h'| by the sum of true ranges",
              "Botes and Siepman 2010, Stocks and Commodities")
          .makes((p, profile) -> new Vortex(p.integer("period")));

  private final Window plus;
  private final Window minus;
  private final Window ranges;
  private double previousHigh = Double.NaN;
  private double previousLow;
  private double previousClose;

  private Vortex(int period) {
    this.plus = Window.blocks(period);
    this.minus = Window.blocks(period);
    this.ranges = Window.blocks(period);
  }

  private Vortex(Vortex other) {
    this.plus = other.plus.copy();
    this.minus = other.minus.copy();
    this.ranges = other.ranges.copy();
    this.previousHigh = other.previousHigh;
    this.previousLow = other.previousLow;
    this.previousClose = other.previousClose;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double up = Double.NaN;
    double down = Double.NaN;
    if (!Double.isNaN(previousHigh)) {
      double range = through(moves, ranges, trueRange(h, l, previousClose));
      double rise = through(moves, plus, Math.abs(h - previousLow));
      double fall = through(moves, minus, Math.abs(l - previousHigh));
      up = range == 0 ? 0 : rise / range;
      down = range == 0 ? 0 : fall / range;
    }
    if (moves) {
      previousHigh = h;
      previousLow = l;
      previousClose = c;
    }
    out[0] = up;
    out[1] = down;
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
  public Vortex copy() {
    return new Vortex(this);
  }
}
