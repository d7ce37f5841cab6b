package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.VOLUME;

import io.finstage.server.market.BarSeries;

/**
 * Volume-weighted moving average of the last n closes; no value where they had no volume.
 *
 * <pre>
 *   VWMA = sum (c v) / sum v
 * </pre>
 */
final class Vwma extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("vwma", "Volume-weighted moving average", Category.MOVING_AVERAGE)
          .reads(CLOSE, VOLUME)
          .period("period", 1, 20)
          .gives("vwma", Output.Unit.PRICE, true)
          .lookback(params -> params.integer("period") - 1)
          .formula("sum (c v) / sum v", "Pine reference, ta.vwma")
          .makes((params, profile) ->
              new Vwma(
                  Window.blocks(params.integer("period")),
                  Window.blocks(params.integer("period"))));

  private final Window turnover;
  private final Window volume;

  private Vwma(Window turnover, Window volume) {
    this.turnover = turnover;
    this.volume = volume;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double sum = through(moves, turnover, c * v);
    double total = through(moves, volume, v);
    out[0] = total > 0 ? sum / total : Double.NaN;
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] close = bars.close();
    double[] size = bars.volume();
    double[] vwma = out[0];
    for (int i = 0; i < vwma.length; i++) {
      double sum = turnover.add(close[i] * size[i]);
      double total = volume.add(size[i]);
      vwma[i] = total > 0 ? sum / total : Double.NaN;
    }
  }

  @Override
  public Vwma copy() {
    return new Vwma(turnover.copy(), volume.copy());
  }
}
