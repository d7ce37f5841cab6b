package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;

import io.finstage.server.market.BarSeries;

/**
 * Headley's acceleration bands: means of high and low, each pushed out by the range of its bar.
 *
 * <pre>
 *   w = 4 (h - l) / (h + l)
 *   upper = SMA(h (1 + w), n)   middle = SMA(c, n)   lower = SMA(l (1 - w), n)
 * </pre>
 */
final class AccelerationBands extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("accbands", "Acceleration bands", Category.VOLATILITY)
          .reads(HIGH, LOW, CLOSE)
          .period("period", 1, 20)
          .gives("upper", Output.Unit.PRICE, true)
          .gives("middle", Output.Unit.PRICE, true)
          .gives("lower", Output.Unit.PRICE, true)
          .lookback(params -> params.integer("period") - 1)
          .formula(
              "SMA(h (1 + w)), SMA(c), SMA(l (1 - w)), w = 4 (h - l) / (h + l)",
              "Headley 2002, Big Trends in Trading")
          .makes((params, profile) -> {
            int period = params.integer("period");
            return new AccelerationBands(
                Window.blocks(period), Window.blocks(period), Window.blocks(period));
          });

  private final Window upper;
  private final Window middle;
  private final Window lower;

  private AccelerationBands(Window upper, Window middle, Window lower) {
    this.upper = upper;
    this.middle = middle;
    this.lower = lower;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double sum = h + l;
    double width = sum == 0 ? 0 : 4 * (h - l) / sum;
    int n = middle.length();
    out[0] = through(moves, upper, h * (1 + width)) / n;
    out[1] = through(moves, middle, c) / n;
    out[2] = through(moves, lower, l * (1 - width)) / n;
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] three = new double[3];
    for (int i = 0; i < bars.size(); i++) {
      at(true, 0, bars.high()[i], bars.low()[i], bars.close()[i], 0, three);
      out[0][i] = three[0];
      out[1][i] = three[1];
      out[2][i] = three[2];
    }
  }

  @Override
  public AccelerationBands copy() {
    return new AccelerationBands(upper.copy(), middle.copy(), lower.copy());
  }
}
