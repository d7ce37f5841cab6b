package io.finstage.client;

/**
 * The common indicators by name. Periods are in bars, from 1. Every other one is {@link
 * Indicator#of(String)}; {@link Analysis#catalog()} has them all.
 */
public final class Indicators {

  private Indicators() {}

  /** Simple moving average. */
  public static Indicator sma(int period) {
    return Indicator.of("sma", period);
  }

  /** Exponential moving average. */
  public static Indicator ema(int period) {
    return Indicator.of("ema", period);
  }

  /** Weighted moving average. */
  public static Indicator wma(int period) {
    return Indicator.of("wma", period);
  }

  /** Relative strength index, 0 to 100. */
  public static Indicator rsi(int period) {
    return Indicator.of("rsi", period);
  }

  /** Moving average convergence and divergence. */
  public static Indicator macd(int fast, int slow, int signal) {
    return Indicator.of("macd", fast, slow, signal);
  }

  /** Bollinger bands. */
  public static Indicator bbands(int period, double deviations) {
    return Indicator.of("bbands", period, deviations);
  }

  /** Stochastic oscillator: the raw period, the smoothing of it, and that of its signal. */
  public static Indicator stoch(int period, int smoothing, int signal) {
    return Indicator.of("stoch", period, smoothing, signal);
  }

  /** Commodity channel index. */
  public static Indicator cci(int period) {
    return Indicator.of("cci", period);
  }

  /** Average true range. */
  public static Indicator atr(int period) {
    return Indicator.of("atr", period);
  }

  /** Average directional index. */
  public static Indicator adx(int period) {
    return Indicator.of("adx", period);
  }

  /** On-balance volume. */
  public static Indicator obv() {
    return Indicator.of("obv");
  }

  /** Money flow index, 0 to 100. */
  public static Indicator mfi(int period) {
    return Indicator.of("mfi", period);
  }
}
