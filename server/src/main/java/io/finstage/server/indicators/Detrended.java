package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

import io.finstage.server.market.BarSeries;

/** Detrended price: the close n / 2 + 1 bars ago less the mean of the last n. */
final class Detrended extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("dpo", "Detrended price oscillator", Category.MOMENTUM)
          .reads(CLOSE)
          .period("period", 2, 20)
          .gives("dpo", Output.Unit.PRICE, false)
          .lookback(p -> Math.max(p.integer("period") - 1, p.integer("period") / 2 + 1))
          .formula("c[n / 2 + 1] - SMA(c, n)", "StockCharts ChartSchool, DPO")
          .makes((p, profile) -> new Detrended(p.integer("period")));

  private final Past past;
  private final Mean mean;

  private Detrended(int period) {
    this.past = new Past(period / 2 + 1);
    this.mean = Mean.of(period, Profile.ACCURATE);
  }

  private Detrended(Detrended other) {
    this.past = other.past.copy();
    this.mean = other.mean.copy();
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    out[0] = through(moves, past, c) - through(moves, mean, c);
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] close = bars.close();
    for (int i = 0; i < close.length; i++) {
      out[0][i] = past.next(close[i]) - mean.next(close[i]);
    }
  }

  @Override
  public Detrended copy() {
    return new Detrended(this);
  }
}
