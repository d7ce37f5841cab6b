package io.finstage.client;

import java.time.Duration;

/** When a rule's alert is due. The server checks what a condition names. */
public sealed interface AlertCondition {

  /** On which side of a limit a value is. */
  enum Comparison {
    ABOVE,
    BELOW
  }

  /**
   * A reading is above or below a value.
   *
   * @param reading as in {@code finstage_source_age_seconds{source="simulated"}}; without labels it
   *     stands for all of its series, each with an alert of its own
   */
  record Threshold(String reading, Comparison comparison, double value) implements AlertCondition {}

  /**
   * A reading rises faster or slower than a value.
   *
   * @param window over how long the change is taken, 2 s to 1 h
   * @param perSecond change per second
   */
  record RateOfChange(String reading, Duration window, Comparison comparison, double perSecond)
      implements AlertCondition {}

  /**
   * A reading is not there, or has not changed.
   *
   * @param duration for how long, 1 s to 24 h
   */
  record ReadingAbsence(String reading, Duration duration) implements AlertCondition {}

  /**
   * A source has emitted nothing, though it should.
   *
   * @param source its name, or {@code *} for each that the server connects to
   * @param duration for how long, 1 s to 24 h
   */
  record SourceAbsence(String source, Duration duration) implements AlertCondition {}

  /** The last price of a symbol is above or below a price. */
  record PriceLevel(String symbol, Comparison comparison, double price) implements AlertCondition {}

  /**
   * The price of a symbol has moved.
   *
   * @param window within how long, 1 s to 24 h
   * @param percent above 0: up by at least that; below 0: down by at least that
   */
  record PercentMove(String symbol, Duration window, double percent) implements AlertCondition {}

  /**
   * A live indicator of a symbol is above or below a value.
   *
   * @param interval width of the bars: 1s, 1m, 5m, 15m, 1h or 1d
   * @param indicator short text, as in {@code rsi(14)}
   * @param output which of its lines; the first when empty
   */
  record IndicatorLevel(
      String symbol,
      String interval,
      String indicator,
      String output,
      Comparison comparison,
      double value)
      implements AlertCondition {}

  /**
   * A signal of a symbol happens.
   *
   * @param interval width of the bars: 1s, 1m, 5m, 15m, 1h or 1d
   * @param signal short text, as in {@code crosses_above(ema(9),ema(21))}
   */
  record SignalSeen(String symbol, String interval, String signal) implements AlertCondition {}

  /**
   * The volume of a symbol's bar, forming or closed, is above a value.
   *
   * @param interval width of the bars: 1s, 1m, 5m, 15m, 1h or 1d
   */
  record VolumeLevel(String symbol, String interval, double above) implements AlertCondition {}

  /** The last price is above {@code price}. */
  static AlertCondition priceAbove(String symbol, double price) {
    return new PriceLevel(symbol, Comparison.ABOVE, price);
  }

  /** The last price is below {@code price}. */
  static AlertCondition priceBelow(String symbol, double price) {
    return new PriceLevel(symbol, Comparison.BELOW, price);
  }

  /** The reading is above {@code value}. */
  static AlertCondition readingAbove(String reading, double value) {
    return new Threshold(reading, Comparison.ABOVE, value);
  }

  /** The reading is below {@code value}. */
  static AlertCondition readingBelow(String reading, double value) {
    return new Threshold(reading, Comparison.BELOW, value);
  }
}
