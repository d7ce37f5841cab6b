package io.finstage.client;

/** News of one topic: a price, a bar, an indicator's values, or a signal. */
public sealed interface Update extends FeedEvent
    permits PriceUpdate, BarUpdate, IndicatorUpdate, SignalUpdate {

  String symbol();

  /**
   * What the sequence counts: {@code SPY}, {@code SPY|1m} or {@code SPY|1m|rsi(14)}, with {@code
   * |closed} behind where only closed bars were asked for.
   */
  String topic();

  /** Rises by one per topic within an epoch; what is missing is told as a {@link Gap}. */
  long sequence();

  /** Whether this is the state at subscription and not an event. */
  boolean snapshot();

  /** How many updates were folded into this one since the one before. */
  long conflated();
}
