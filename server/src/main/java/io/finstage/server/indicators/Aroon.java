package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;

import io.finstage.server.market.BarSeries;

/**
 * Aroon: how lately, within n bars, the highest high and the lowest low were.
 *
 * <pre>
 *   up = 100 (n - bars since the highest high of n + 1) / n   down likewise   oscillator = up - down
 * </pre>
 *
 * <p>Of equal highs the latest counts. TALIB_0_4 multiplies by a rounded 100 / n.
 */
final class Aroon extends Formula {

  static final Descriptor LINES =
      Descriptor.of("aroon", "Aroon", Category.TREND)
          .reads(HIGH, LOW)
          .period("period", 2, 14)
          .gives("down", Output.Unit.PERCENT, false)
          .gives("up", Output.Unit.PERCENT, false)
          .lookback(p -> p.integer("period"))
          .also(Profile.TALIB_0_4)
          .formula(
              "100 (n - bars since the extreme of n + 1 bars) / n",
              "Chande 1995; TA-Lib 0.4, ta_AROON.c")
          .makes((p, profile) -> new Aroon(p.integer("period"), false, profile));

  static final Descriptor OSCILLATOR =
      Descriptor.of("aroonosc", "Aroon oscillator", Category.TREND)
          .alias("aroon_osc")
          .reads(HIGH, LOW)
          .period("period", 2, 14)
          .gives("aroonosc", Output.Unit.PERCENT, false)
          .lookback(p -> p.integer("period"))
          .also(Profile.TALIB_0_4)
          .formula("Aroon up - Aroon down", "Chande 1995; TA-Lib 0.4, ta_AROONOSC.c")
          .makes((p, profile) -> new Aroon(p.integer("period"), true, profile));

  private final int period;
  private final boolean oscillator;
  private final boolean talib;
  private final Extremes extremes;

  /** Bars seen, up to the period. */
  private int seen;

  private Aroon(int period, boolean oscillator, Profile profile) {
    this.period = period;
    this.oscillator = oscillator;
    this.talib = profile == Profile.TALIB_0_4;
    this.extremes = new Extremes(period + 1);
  }

  private Aroon(Aroon other) {
    this.period = other.period;
    this.oscillator = other.oscillator;
    this.talib = other.talib;
    this.extremes = other.extremes.copy();
    this.seen = other.seen;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    boolean ready = seen == period;
    if (moves) {
      extremes.add(h, l);
      seen = ready ? seen : seen + 1;
    }
    if (!ready) {
      out[0] = Double.NaN;
      if (!oscillator) {
        out[1] = Double.NaN;
      }
      return;
    }
    int sinceHigh = moves ? extremes.sinceHighest() : extremes.sinceHighestWith(h);
    int sinceLow = moves ? extremes.sinceLowest() : extremes.sinceLowestWith(l);
    if (oscillator) {
      out[0] = percent(sinceLow - sinceHigh);
    } else {
      out[0] = percent(period - sinceLow);
      out[1] = percent(period - sinceHigh);
    }
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] high = bars.high();
    double[] low = bars.low();
    double[] now = new double[2];
    for (int i = 0; i < high.length; i++) {
      at(true, 0, high[i], low[i], 0, 0, now);
      out[0][i] = now[0];
      if (!oscillator) {
        out[1][i] = now[1];
      }
    }
  }

  @Override
  public Aroon copy() {
    return new Aroon(this);
  }

  private double percent(int bars) {
    return talib ? 100.0 / period * bars : 100.0 * bars / period;
  }
}
