package io.finstage.client;

import java.time.Instant;

/**
 * What is known of a symbol after one tick.
 *
 * @param sequence rises by one per symbol within an epoch; what is missing is told as a {@link Gap}
 * @param snapshot true when this is the state at subscription and not an event
 * @param conflated how many updates were folded into this one since the one before
 * @param price price of the last trade; NaN while unknown
 * @param size size of the trade that caused this update; NaN when a quote did
 * @param bid best bid; NaN while unknown
 * @param ask best ask; NaN while unknown
 * @param timestamp the source's time of the event
 * @param receivedAt when the server took the event in
 * @param sentAt when the server wrote the batch that holds this update
 */
public record PriceUpdate(
    String symbol,
    long sequence,
    boolean snapshot,
    long conflated,
    double price,
    double size,
    double bid,
    double ask,
    Instant timestamp,
    Instant receivedAt,
    Instant sentAt)
    implements Update {

  public PriceUpdate {
    if (sequence < 0 || conflated < 0) {
      throw new IllegalArgumentException("sequence " + sequence + ", conflated " + conflated);
    }
  }

  @Override
  public String topic() {
    return symbol;
  }
}
