package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;
import static io.finstage.server.indicators.Input.VOLUME;

import io.finstage.server.market.BarSeries;

/**
 * Accumulation and distribution: the sum of volumes, each weighted by where the bar closed, and
 * Chaikin's oscillator of it.
 *
 * <pre>
 *   weight = ((c - l) - (h - c)) / (h - l);  0 where the bar has no range
 *   ad = ad' + weight v   adosc = EMA(ad, fast) - EMA(ad, slow), both from the first ad on
 * </pre>
 */
final class AccumulationDistribution extends Formula {

  static final Descriptor LINE =
      Descriptor.of("ad", "Accumulation/distribution line", Category.VOLUME)
          .alias("adl")
          .reads(HIGH, LOW, CLOSE, VOLUME)
          .gives("ad", Output.Unit.VOLUME, false)
          .stability(Stability.PATH_DEPENDENT)
          .also(Profile.TALIB_0_4)
          .formula("ad' + v ((c - l) - (h - c)) / (h - l)", "Chaikin; TA-Lib 0.4, ta_AD.c")
          .makes((p, profile) -> new AccumulationDistribution(1, 1, false));

  static final Descriptor OSCILLATOR =
      Descriptor.of("adosc", "Chaikin oscillator", Category.VOLUME)
          .alias("chaikin_osc")
          .reads(HIGH, LOW, CLOSE, VOLUME)
          .period("fast", 2, 3)
          .period("slow", 2, 10)
          .gives("adosc", Output.Unit.VOLUME, false)
          .lookback(p -> slowest(p) - 1)
          .fades(p -> Smoothing.fadingEma(slowest(p)))
          .also(Profile.TALIB_0_4)
          .formula("EMA(ad, fast) - EMA(ad, slow)", "Chaikin; TA-Lib 0.4, ta_ADOSC.c")
          .makes((p, profile) ->
              new AccumulationDistribution(p.integer("fast"), p.integer("slow"), true));

  private final int slowest;
  private final double fastAlpha;
  private final double slowAlpha;
  private final boolean oscillator;
  private double sum;
  private double fast;
  private double slow;

  /** Bars seen, up to the longer period. */
  private int seen;

  private AccumulationDistribution(int fast, int slow, boolean oscillator) {
    this.slowest = Math.max(fast, slow);
    this.fastAlpha = 2.0 / (fast + 1);
    this.slowAlpha = 2.0 / (slow + 1);
    this.oscillator = oscillator;
  }

  private AccumulationDistribution(AccumulationDistribution other) {
    this.slowest = other.slowest;
    this.fastAlpha = other.fastAlpha;
    this.slowAlpha = other.slowAlpha;
    this.oscillator = other.oscillator;
    this.sum = other.sum;
    this.fast = other.fast;
    this.slow = other.slow;
    this.seen = other.seen;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    out[0] = with(moves, h, l, c, v);
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] high = bars.high();
    double[] low = bars.low();
    double[] close = bars.close();
    double[] volume = bars.volume();
    double[] values = out[0];
    for (int i = 0; i < close.length; i++) {
      values[i] = with(true, high[i], low[i], close[i], volume[i]);
    }
  }

  @Override
  public AccumulationDistribution copy() {
    return new AccumulationDistribution(this);
  }

  /** Volume, weighted by where the bar closed: all of it at the high, its negative at the low. */
  static double moneyFlow(double h, double l, double c, double v) {
    double range = h - l;
    return range > 0 ? ((c - l) - (h - c)) / range * v : 0;
  }

  private double with(boolean moves, double h, double l, double c, double v) {
    double ad = sum + moneyFlow(h, l, c, v);
    double f = seen == 0 ? ad : fastAlpha * ad + (1 - fastAlpha) * fast;
    double s = seen == 0 ? ad : slowAlpha * ad + (1 - slowAlpha) * slow;
    boolean ready = seen >= slowest - 1;
    if (moves) {
      sum = ad;
      fast = f;
      slow = s;
      seen = seen < slowest ? seen + 1 : seen;
    }
    if (!oscillator) {
      return ad;
    }
    return ready ? f - s : Double.NaN;
  }

  private static int slowest(Params params) {
    return Math.max(params.integer("fast"), params.integer("slow"));
  }
}
