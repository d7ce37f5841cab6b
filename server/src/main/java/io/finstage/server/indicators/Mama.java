package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

import io.finstage.server.market.BarSeries;

/**
 * Ehlers' MESA adaptive moving average: the faster the phase of the cycle turns, the slower it
 * gets.
 *
 * <pre>
 *   a = fast / (phase' - phase), the difference at least 1 degree, a at least slow
 *   MAMA = a c + (1 - a) MAMA'      FAMA = a / 2 MAMA + (1 - a / 2) FAMA'
 * </pre>
 *
 * <p>ACCURATE begins with the price. TALIB_0_4 begins with 0, as TA-Lib does, whose first values
 * are much too low for that.
 */
final class Mama extends Formula {

  private static final int SILENT = 12;
  private static final int LOOKBACK = 32;

  static final Descriptor DESCRIPTOR =
      Descriptor.of("mama", "MESA adaptive moving average", Category.MOVING_AVERAGE)
          .reads(CLOSE)
          .real("fast", 0.01, 0.99, 0.5)
          .real("slow", 0.01, 0.99, 0.05)
          .gives("mama", Output.Unit.PRICE, true)
          .gives("fama", Output.Unit.PRICE, true)
          .lookback(params -> 32)
          .fades(params -> 200 + 2 * Descriptor.fading(params.real("slow") / 2))
          .also(Profile.TALIB_0_4)
          .formula(
              "a c + (1 - a) MAMA', a = fast / change of phase; FAMA follows it by a / 2",
              "Ehlers 2001, MESA and Trading Market Cycles; TA-Lib 0.4, ta_MAMA.c")
          .makes((params, profile) ->
              new Mama(
                  params.real("fast"),
                  params.real("slow"),
                  profile == Profile.TALIB_0_4,
                  new Hilbert(SILENT)));

  private final double fast;
  private final double slow;
  private final boolean fromZero;
  private final Hilbert cycle;
  private int bars;
  private double phase;
  private double mama;
  private double fama;

  private Mama(double fast, double slow, boolean fromZero, Hilbert cycle) {
    this.fast = fast;
    this.slow = slow;
    this.fromZero = fromZero;
    this.cycle = cycle;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    if (moves) {
      next(c, out);
      return;
    }
    int savedBars = bars;
    double savedPhase = phase;
    double savedMama = mama;
    double savedFama = fama;
    cycle.mark();
    next(c, out);
    cycle.back();
    bars = savedBars;
    phase = savedPhase;
    mama = savedMama;
    fama = savedFama;
  }

  @Override
  public void run(BarSeries series, double[][] out) {
    double[] two = new double[2];
    for (int i = 0; i < series.size(); i++) {
      next(series.close()[i], two);
      out[0][i] = two[0];
      out[1][i] = two[1];
    }
  }

  @Override
  public Mama copy() {
    Mama copy = new Mama(fast, slow, fromZero, cycle.copy());
    copy.bars = bars;
    copy.phase = phase;
    copy.mama = mama;
    copy.fama = fama;
    return copy;
  }

  private void next(double c, double[] out) {
    int bar = bars;
    bars = Math.min(bars + 1, LOOKBACK + 1);
    if (cycle.add(c)) {
      if (bar == SILENT && !fromZero) {
        mama = c;
        fama = c;
      }
      move(c);
    }
    boolean silent = bar < LOOKBACK;
    out[0] = silent ? Double.NaN : mama;
    out[1] = silent ? Double.NaN : fama;
  }

  private void move(double c) {
    double turned = phase - cycle.phase();
    phase = cycle.phase();
    double step = fast;
    if (turned > 1.0) {
      step = fast / turned;
      if (step < slow) {
        step = slow;
      }
    }
    mama = step * c + (1 - step) * mama;
    double half = step * 0.5;
    fama = half * mama + (1 - half) * fama;
  }
}
