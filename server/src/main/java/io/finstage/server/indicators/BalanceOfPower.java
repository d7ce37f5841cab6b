package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;
import static io.finstage.server.indicators.Input.OPEN;

import io.finstage.server.market.BarSeries;

/**
 * Balance of power: {@code (c - o) / (h - l)}, and 0 where the bar has no range. TALIB_0_4 answers
 * 0 where the range is below 1e-8.
 */
final class BalanceOfPower extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("bop", "Balance of power", Category.MOMENTUM)
          .reads(OPEN, HIGH, LOW, CLOSE)
          .gives("bop", Output.Unit.RATIO, false)
          .stability(Stability.EXACT)
          .also(Profile.TALIB_0_4)
          .formula(
              "(c - o) / (h - l)", "Livshin 2001, Stocks and Commodities; TA-Lib 0.4, ta_BOP.c")
          .makes((p, profile) -> new BalanceOfPower(profile));

  private final double zero;

  private BalanceOfPower(Profile profile) {
    this.zero = profile == Profile.TALIB_0_4 ? 0.00000001 : Double.MIN_VALUE;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double range = h - l;
    out[0] = range < zero ? 0 : (c - o) / range;
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] bop = out[0];
    for (int i = 0; i < bop.length; i++) {
      double range = bars.high()[i] - bars.low()[i];
      bop[i] = range < zero ? 0 : (bars.close()[i] - bars.open()[i]) / range;
    }
  }

  /** It remembers nothing, so it can be the same. */
  @Override
  public BalanceOfPower copy() {
    return this;
  }
}
