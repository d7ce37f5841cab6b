package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

import io.finstage.server.market.BarSeries;

/**
 * Stochastic RSI: where the RSI is within the range of its last k values, and the mean of that.
 *
 * <pre>
 *   k = 100 (rsi - lowest) / (highest - lowest);  0 where the range is empty   d = SMA(k, d)
 * </pre>
 */
final class StochRsi extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("stochrsi", "Stochastic RSI", Category.MOMENTUM)
          .alias("stoch_rsi")
          .reads(CLOSE)
          .period("period", 2, 14)
          .period("k", 1, 14)
          .period("d", 1, 3)
          .gives("k", Output.Unit.PERCENT, false)
          .gives("d", Output.Unit.PERCENT, false)
          .lookback(p -> p.integer("period") + p.integer("k") + p.integer("d") - 2)
          .fades(p -> Descriptor.fading(1.0 / p.integer("period")))
          .also(Profile.TALIB_0_4)
          .formula(
              "k = 100 (RSI - min RSI) / (max RSI - min RSI), d = SMA(k)",
              "Chande and Kroll 1994, The New Technical Trader; TA-Lib 0.4, ta_STOCHRSI.c")
          .makes((p, profile) ->
              new StochRsi(p.integer("period"), p.integer("k"), p.integer("d"), profile));

  private final boolean talib;
  private final Rsi rsi;
  private final Range extremes;
  private final Mean d;

  private StochRsi(int period, int k, int d, Profile profile) {
    this.talib = profile == Profile.TALIB_0_4;
    this.rsi = new Rsi(period, profile);
    this.extremes = new Range(k);
    this.d = Mean.of(d, profile);
  }

  private StochRsi(StochRsi other) {
    this.talib = other.talib;
    this.rsi = other.rsi.copy();
    this.extremes = other.extremes.copy();
    this.d = other.d.copy();
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double value = rsi.with(moves, c);
    double k = Double.NaN;
    if (!Double.isNaN(value)) {
      if (moves) {
        extremes.add(value, value);
      }
      double highest = moves ? extremes.highest() : extremes.highestWith(value);
      double lowest = moves ? extremes.lowest() : extremes.lowestWith(value);
      k = Stochastic.position(value, highest, lowest, talib);
    }
    double mean = through(moves, d, k);
    out[0] = !Double.isNaN(mean) ? k : Double.NaN;
    out[1] = mean;
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] close = bars.close();
    double[] now = new double[2];
    for (int i = 0; i < close.length; i++) {
      at(true, 0, 0, 0, close[i], 0, now);
      out[0][i] = now[0];
      out[1][i] = now[1];
    }
  }

  @Override
  public StochRsi copy() {
    return new StochRsi(this);
  }
}
