package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

import io.finstage.server.market.BarSeries;

/**
 * Moving average convergence and divergence.
 *
 * <pre>
 *   macd = EMA(c, fast) - EMA(c, slow)   signal = EMA(macd, signal)   histogram = macd - signal
 * </pre>
 *
 * <p>Both averages begin with means that end on the same bar: the fast one starts slow - fast bars
 * later. PINE begins all three with their first value. If fast is the longer they change places, as
 * in TA-Lib. All lines begin with the signal. One pass makes all three.
 */
final class Macd extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("macd", "Moving average convergence divergence", Category.MOMENTUM)
          .reads(CLOSE)
          .period("fast", 2, 12)
          .period("slow", 2, 26)
          .period("signal", 2, 9)
          .gives("macd", Output.Unit.PRICE, false)
          .gives("signal", Output.Unit.PRICE, false)
          .gives("histogram", Output.Unit.PRICE, false)
          .lookback(params -> slow(params) - 1 + params.integer("signal") - 1)
          .fades(params ->
              Smoothing.fadingEma(slow(params)) + Smoothing.fadingEma(params.integer("signal")))
          .also(Profile.TALIB_0_4, Profile.PINE)
          .formula(
              "EMA(c, fast) - EMA(c, slow), its EMA, and their difference",
              "Appel 1979; TA-Lib 0.4, ta_MACD.c; Pine reference, ta.macd")
          .makes((params, profile) ->
              new Macd(fast(params), slow(params), params.integer("signal"), profile));

  private final boolean talib;
  private final boolean pine;
  private final int lookback;

  /** Bars that the fast average starts later. */
  private final int late;

  private final double fastAlpha;
  private final double slowAlpha;
  private final double signalAlpha;

  /** These make the averages until all have begun; from then on they are three numbers. */
  private final Smoothing fastStart;

  private final Smoothing slowStart;
  private final Smoothing signalStart;

  private boolean begun;
  private int seen;
  private double fast;
  private double slow;
  private double signal;

  private Macd(int fast, int slow, int signal, Profile profile) {
    this.talib = profile == Profile.TALIB_0_4;
    this.pine = profile == Profile.PINE;
    this.lookback = slow - 1 + signal - 1;
    this.late = slow - fast;
    this.fastAlpha = 2.0 / (fast + 1);
    this.slowAlpha = 2.0 / (slow + 1);
    this.signalAlpha = 2.0 / (signal + 1);
    this.fastStart = Smoothing.ema(fast, profile);
    this.slowStart = Smoothing.ema(slow, profile);
    this.signalStart = Smoothing.ema(signal, profile);
  }

  private Macd(Macd other) {
    this.talib = other.talib;
    this.pine = other.pine;
    this.lookback = other.lookback;
    this.late = other.late;
    this.fastAlpha = other.fastAlpha;
    this.slowAlpha = other.slowAlpha;
    this.signalAlpha = other.signalAlpha;
    this.fastStart = other.fastStart.copy();
    this.slowStart = other.slowStart.copy();
    this.signalStart = other.signalStart.copy();
    this.begun = other.begun;
    this.seen = other.seen;
    this.fast = other.fast;
    this.slow = other.slow;
    this.signal = other.signal;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    if (!begun) {
      begin(moves, c, out);
      return;
    }
    double f = blend(fast, fastAlpha, c);
    double s = blend(slow, slowAlpha, c);
    double line = f - s;
    double g = blend(signal, signalAlpha, line);
    if (moves) {
      fast = f;
      slow = s;
      signal = g;
    }
    out[0] = line;
    out[1] = g;
    out[2] = line - g;
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] close = bars.close();
    double[] lines = out[0];
    double[] signals = out[1];
    double[] histogram = out[2];
    double[] now = new double[3];
    int i = 0;
    for (; i < close.length && !begun; i++) {
      begin(true, close[i], now);
      lines[i] = now[0];
      signals[i] = now[1];
      histogram[i] = now[2];
    }
    double f = fast;
    double s = slow;
    double g = signal;
    for (; i < close.length; i++) {
      double c = close[i];
      f = blend(f, fastAlpha, c);
      s = blend(s, slowAlpha, c);
      double line = f - s;
      g = blend(g, signalAlpha, line);
      lines[i] = line;
      signals[i] = g;
      histogram[i] = line - g;
    }
    fast = f;
    slow = s;
    signal = g;
  }

  @Override
  public Macd copy() {
    return new Macd(this);
  }

  private void begin(boolean moves, double c, double[] out) {
    double f;
    double s;
    double g;
    boolean ready;
    if (pine) {
      f = seen == 0 ? c : blend(fast, fastAlpha, c);
      s = seen == 0 ? c : blend(slow, slowAlpha, c);
      g = seen == 0 ? f - s : blend(signal, signalAlpha, f - s);
      ready = seen == lookback;
    } else {
      f = seen < late ? Double.NaN : through(moves, fastStart, c);
      s = through(moves, slowStart, c);
      g = through(moves, signalStart, f - s);
      ready = !Double.isNaN(g);
    }
    out[0] = ready ? f - s : Double.NaN;
    out[1] = ready ? g : Double.NaN;
    out[2] = out[0] - out[1];
    if (moves) {
      seen++;
      begun = ready;
      fast = f;
      slow = s;
      signal = g;
    }
  }

  private double blend(double average, double alpha, double value) {
    double distance = value - average;
    return talib ? distance * alpha + average : Math.fma(alpha, distance, average);
  }

  private static int fast(Params params) {
    return Math.min(params.integer("fast"), params.integer("slow"));
  }

  private static int slow(Params params) {
    return Math.max(params.integer("fast"), params.integer("slow"));
  }
}
