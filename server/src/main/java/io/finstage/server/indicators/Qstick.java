package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.OPEN;

import io.finstage.server.market.BarSeries;

/** Qstick: the mean of close less open over n bars. */
final class Qstick extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("qstick", "Qstick", Category.MOMENTUM)
          .reads(OPEN, CLOSE)
          .period("period", 1, 14)
          .gives("qstick", Output.Unit.PRICE, false)
          .lookback(p -> p.integer("period") - 1)
          .formula("SMA(c - o)", "Chande and Kroll 1994, The New Technical Trader")
          .makes((p, profile) -> new Qstick(Mean.of(p.integer("period"), profile)));

  private final Mean mean;

  private Qstick(Mean mean) {
    this.mean = mean;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    out[0] = through(moves, mean, c - o);
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    for (int i = 0; i < bars.size(); i++) {
      out[0][i] = mean.next(bars.close()[i] - bars.open()[i]);
    }
  }

  @Override
  public Qstick copy() {
    return new Qstick(mean.copy());
  }
}
