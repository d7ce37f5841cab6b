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
 * <p>TALIB_0_4 answers 0 where G + L is within 1e-8 of 0, as TA-Lib does: prices as small as that
 * have no RSI there.
 */
final class Rsi implements Indicator {

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
  private final boolean talib;
  private double previous;
  private double gains;
  private double losses;
  private int seen;

  private Rsi(int period, Profile profile) {
    this.period = period;
    this.talib = profile == Profile.TALIB_0_4;
  }

  private Rsi(Rsi other) {
    this.period = other.period;
    this.talib = other.talib;
    this.previous = other.previous;
    this.gains = other.gains;
    this.losses = other.losses;
    this.seen = other.seen;
  }

  @Override
  public void step(
      long openAtMillis,
      double open,
      double high,
      double low,
      double close,
      double volume,
      double[] out) {
    out[0] = next(close);
  }

  @Override
  public void peek(
      long openAtMillis,
      double open,
      double high,
      double low,
      double close,
      double volume,
      double[] out) {
    double savedPrevious = previous;
    double savedGains = gains;
    double savedLosses = losses;
    int savedSeen = seen;
    out[0] = next(close);
    previous = savedPrevious;
    gains = savedGains;
    losses = savedLosses;
    seen = savedSeen;
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] close = bars.close();
    double[] rsi = out[0];
    for (int i = 0; i < close.length; i++) {
      rsi[i] = next(close[i]);
    }
  }

  @Override
  public Indicator copy() {
    return new Rsi(this);
  }

  private double next(double close) {
    double change = close - previous;
    previous = close;
    if (seen == 0) {
      seen = 1;
      return Double.NaN;
    }
    if (seen <= period) {
      seen++;
    } else {
      seen = period + 2;
    }
    double gain = change > 0 ? change : 0;
    double loss = change < 0 ? -change : 0;
    if (seen <= period + 1) {
      gains += gain;
      losses += loss;
      if (seen <= period) {
        return Double.NaN;
      }
      gains /= period;
      losses /= period;
    } else {
      gains = (gains * (period - 1) + gain) / period;
      losses = (losses * (period - 1) + loss) / period;
    }
    return value();
  }

  private double value() {
    double sum = gains + losses;
    if (talib) {
      return -TALIB_ZERO < sum && sum < TALIB_ZERO ? 0 : 100 * (gains / sum);
    }
    return sum == 0 ? 50 : 100 * (gains / sum);
  }
}
