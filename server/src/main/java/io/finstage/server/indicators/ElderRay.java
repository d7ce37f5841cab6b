package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;

import io.finstage.server.market.BarSeries;

/** Elder ray: bull power {@code h - EMA(c, n)} and bear power {@code l - EMA(c, n)}. */
final class ElderRay extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("elderray", "Elder ray", Category.MOMENTUM)
          .alias("elder_ray")
          .reads(HIGH, LOW, CLOSE)
          .period("period", 1, 13)
          .gives("bull", Output.Unit.PRICE, false)
          .gives("bear", Output.Unit.PRICE, false)
          .lookback(p -> p.integer("period") - 1)
          .fades(p -> Smoothing.fadingEma(p.integer("period")))
          .also(Profile.PINE)
          .formula("h - EMA(c) and l - EMA(c)", "Elder 1993, Trading for a Living")
          .makes((p, profile) -> new ElderRay(Smoothing.ema(p.integer("period"), profile)));

  private final Smoothing mean;

  private ElderRay(Smoothing mean) {
    this.mean = mean;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double e = through(moves, mean, c);
    out[0] = h - e;
    out[1] = l - e;
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    for (int i = 0; i < bars.size(); i++) {
      double e = mean.next(bars.close()[i]);
      out[0][i] = bars.high()[i] - e;
      out[1][i] = bars.low()[i] - e;
    }
  }

  @Override
  public ElderRay copy() {
    return new ElderRay(mean.copy());
  }
}
