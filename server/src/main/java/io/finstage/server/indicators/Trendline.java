package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

/**
 * Ehlers' instantaneous trendline: the mean over one cycle, which takes the cycle out, smoothed.
 *
 * <pre>
 *   m = mean of the last n closes, n the smoothed period of the cycle, rounded
 *   HT_TRENDLINE = (4 m + 3 m' + 2 m'' + m''') / 10
 * </pre>
 */
final class Trendline extends Filter {

  private static final int SILENT = 37;
  private static final int LOOKBACK = 63;

  /** Longest cycle, in bars. */
  private static final int CYCLE_MAX = 50;

  static final Descriptor DESCRIPTOR =
      Descriptor.of("ht_trendline", "Instantaneous trendline", Category.MOVING_AVERAGE)
          .reads(CLOSE)
          .gives("ht_trendline", Output.Unit.PRICE, true)
          .lookback(params -> LOOKBACK)
          .fades(params -> 400)
          .also(Profile.TALIB_0_4)
          .formula(
              "(4 m + 3 m' + 2 m'' + m''') / 10, m the mean over one cycle",
              "Ehlers 2001, Rocket Science for Traders; TA-Lib 0.4, ta_HT_TRENDLINE.c")
          .makes((params, profile) ->
              new OnClose(new Trendline(new Hilbert(SILENT), new Ring(CYCLE_MAX))));

  private final Hilbert cycle;
  private final Ring last;
  private double period;
  private double mean1;
  private double mean2;
  private double mean3;

  private Trendline(Hilbert cycle, Ring last) {
    this.cycle = cycle;
    this.last = last;
  }

  @Override
  public double next(double value) {
    if (Double.isNaN(value)) {
      return Double.NaN;
    }
    last.push(value);
    if (!cycle.add(value)) {
      return Double.NaN;
    }
    period = 0.33 * cycle.period() + 0.67 * period;
    int bars = (int) (period + 0.5);
    double mean = 0.0;
    for (int i = 0; i < bars; i++) {
      mean += last.ago(i);
    }
    if (bars > 0) {
      mean /= bars;
    }
    double line = (4.0 * mean + 3.0 * mean1 + 2.0 * mean2 + mean3) / 10.0;
    mean3 = mean2;
    mean2 = mean1;
    mean1 = mean;
    return last.count() <= LOOKBACK ? Double.NaN : line;
  }

  @Override
  public double peek(double value) {
    if (Double.isNaN(value)) {
      return Double.NaN;
    }
    double savedPeriod = period;
    double saved1 = mean1;
    double saved2 = mean2;
    double saved3 = mean3;
    cycle.mark();
    double gone = last.push(value);
    last.undo(gone);
    double line = next(value);
    last.undo(gone);
    cycle.back();
    period = savedPeriod;
    mean1 = saved1;
    mean2 = saved2;
    mean3 = saved3;
    return line;
  }

  @Override
  public void run(double[] in, double[] out) {
    for (int i = 0; i < in.length; i++) {
      out[i] = next(in[i]);
    }
  }

  @Override
  public Trendline copy() {
    Trendline copy = new Trendline(cycle.copy(), last.copy());
    copy.period = period;
    copy.mean1 = mean1;
    copy.mean2 = mean2;
    copy.mean3 = mean3;
    return copy;
  }
}
