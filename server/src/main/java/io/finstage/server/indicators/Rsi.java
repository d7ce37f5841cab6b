package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

import io.finstage.server.market.BarSeries;

/**
 * Relative strength index.
 *
 * <pre>
 *   gain = max(c - c', 0)   loss = max(c' - c, 0)
 *   G, L = mean of the first n, then  G = (G (n - 1) + gain) / n, likewise L
 *   RSI  = 100 G / (G + L);  50 where nothing moved
 * </pre>
 *
 * <p>ACCURATE moves G by {@code (gain - G) / n}, rounded once. TALIB_0_4 answers 0 where G + L is
 * within 1e-8 of 0, as TA-Lib does: prices as small as that have no RSI there.
 */
final class Rsi extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("rsi", "Relative strength index", Category.MOMENTUM)
          .reads(CLOSE)
          .period("period", 2, 14)
          .gives("rsi", Output.Unit.PERCENT, false)
          .lookback(params -> params.integer("period"))
          .fades(params -> Descriptor.fading(1.0 / params.integer("period")))
          .also(Profile.TALIB_0_4)
          .formula(
              "100 G / (G + L), G and L Wilder's means of gains and losses",
              "Wilder 1978, New Concepts; TA-Lib 0.4, ta_RSI.c")
          .makes((params, profile) -> new Rsi(params.integer("period"), profile));

  private static final double TALIB_ZERO = 0.00000001;

  private final int period;
  private final double alpha;
  private final boolean talib;
  private double previous = Double.NaN;
  private double gains;
  private double losses;

  /** Changes taken in, up to the period. */
  private int seen;

  Rsi(int period, Profile profile) {
    this.period = period;
    this.alpha = 1.0 / period;
    this.talib = profile == Profile.TALIB_0_4;
  }

  private Rsi(Rsi other) {
    this.period = other.period;
    this.alpha = other.alpha;
    this.talib = other.talib;
    this.previous = other.previous;
    this.gains = other.gains;
    this.losses = other.losses;
    this.seen = other.seen;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    out[0] = with(moves, c);
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] close = bars.close();
    double[] rsi = out[0];
    int i = 0;
    while (i < close.length && seen < period) {
      rsi[i] = with(true, close[i]);
      i++;
    }
    double before = previous;
    double g = gains;
    double w = losses;
    for (; i < close.length; i++) {
      double change = close[i] - before;
      before = close[i];
      g = blend(g, gain(change));
      w = blend(w, loss(change));
      rsi[i] = ratio(g, w);
    }
    previous = before;
    gains = g;
    losses = w;
  }

  @Override
  public Rsi copy() {
    return new Rsi(this);
  }

  /** The value with this price, which may be any series without NaN. */
  double with(boolean moves, double price) {
    double change = price - previous;
    double gain = gain(change);
    double loss = loss(change);
    boolean begun = !Double.isNaN(previous);
    double g = gains;
    double w = losses;
    if (seen == period) {
      g = blend(g, gain);
      w = blend(w, loss);
    } else if (begun) {
      g = seen == period - 1 ? (g + gain) / period : g + gain;
      w = seen == period - 1 ? (w + loss) / period : w + loss;
    }
    boolean ready = begun && seen >= period - 1;
    if (moves) {
      previous = price;
      gains = g;
      losses = w;
      seen = begun && seen < period ? seen + 1 : seen;
    }
    return ready ? ratio(g, w) : Double.NaN;
  }

  /**
   * The change where it is above 0, else 0; by its sign bit, since a branch could not be foreseen.
   */
  static double gain(double change) {
    long bits = Double.doubleToRawLongBits(change);
    return Double.longBitsToDouble(bits & ~(bits >> 63));
  }

  /** The size of the change where it is below 0, else 0. */
  static double loss(double change) {
    long bits = Double.doubleToRawLongBits(change);
    return Double.longBitsToDouble(bits & (bits >> 63) & Long.MAX_VALUE);
  }

  private double blend(double mean, double value) {
    return talib ? (mean * (period - 1) + value) / period : Math.fma(alpha, value - mean, mean);
  }

  private double ratio(double g, double w) {
    double sum = g + w;
    if (talib) {
      return -TALIB_ZERO < sum && sum < TALIB_ZERO ? 0 : 100 * (g / sum);
    }
    return sum == 0 ? 50 : 100 * (g / sum);
  }
}
