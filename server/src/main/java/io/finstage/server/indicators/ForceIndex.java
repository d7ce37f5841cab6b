package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.VOLUME;

import io.finstage.server.market.BarSeries;

/** Elder's force index: the EMA of the change of the close times the volume. */
final class ForceIndex extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("efi", "Elder's force index", Category.VOLUME)
          .alias("force_index")
          .reads(CLOSE, VOLUME)
          .period("period", 1, 13)
          .gives("efi", Output.Unit.PRICE, false)
          .lookback(p -> p.integer("period"))
          .fades(p -> Smoothing.fadingEma(p.integer("period")))
          .also(Profile.PINE)
          .formula("EMA((c - c') v)", "Elder 1993, Trading for a Living")
          .makes((p, profile) -> new ForceIndex(Smoothing.ema(p.integer("period"), profile)));

  private final Smoothing mean;
  private double previous = Double.NaN;

  private ForceIndex(Smoothing mean) {
    this.mean = mean;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double force = (c - previous) * v;
    if (moves) {
      previous = c;
    }
    out[0] = through(moves, mean, force);
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] close = bars.close();
    double[] volume = bars.volume();
    for (int i = 0; i < close.length; i++) {
      double force = (close[i] - previous) * volume[i];
      previous = close[i];
      out[0][i] = mean.next(force);
    }
  }

  @Override
  public ForceIndex copy() {
    ForceIndex copy = new ForceIndex(mean.copy());
    copy.previous = previous;
    return copy;
  }
}
