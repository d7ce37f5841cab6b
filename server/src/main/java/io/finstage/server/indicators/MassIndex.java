package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;

import io.finstage.server.market.BarSeries;

/**
 * Mass index: how much wider bars are than they were.
 *
 * <pre>
 *   e = EMA(h - l, ema)   sum of e / EMA(e, ema) over n bars;  a part that is 0 / 0 counts 1
 * </pre>
 */
final class MassIndex extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("massi", "Mass index", Category.VOLATILITY)
          .alias("mass_index")
          .reads(HIGH, LOW)
          .period("ema", 1, 9)
          .period("sum", 1, 25)
          .gives("massi", Output.Unit.RATIO, false)
          .lookback(p -> 2 * (p.integer("ema") - 1) + p.integer("sum") - 1)
          .fades(p -> 2 * Smoothing.fadingEma(p.integer("ema")))
          .also(Profile.PINE)
          .formula("sum of e / EMA(e), e = EMA(h - l)", "Dorsey 1992, Stocks and Commodities")
          .makes((p, profile) -> new MassIndex(p.integer("ema"), p.integer("sum"), profile));

  private final Smoothing first;
  private final Smoothing second;
  private final Window sum;

  private MassIndex(int ema, int sum, Profile profile) {
    this.first = Smoothing.ema(ema, profile);
    this.second = Smoothing.ema(ema, profile);
    this.sum = Window.blocks(sum);
  }

  private MassIndex(MassIndex other) {
    this.first = other.first.copy();
    this.second = other.second.copy();
    this.sum = other.sum.copy();
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double e = through(moves, first, h - l);
    double ee = through(moves, second, e);
    out[0] = through(moves, sum, ee == 0 ? 1 : e / ee);
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] now = new double[1];
    for (int i = 0; i < bars.size(); i++) {
      at(true, 0, bars.high()[i], bars.low()[i], 0, 0, now);
      out[0][i] = now[0];
    }
  }

  @Override
  public MassIndex copy() {
    return new MassIndex(this);
  }
}
