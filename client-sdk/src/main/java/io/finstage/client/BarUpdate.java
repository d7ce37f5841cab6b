package io.finstage.client;

import java.time.Instant;

/**
 * A bar as it forms, closes, or is corrected.
 *
 * @param interval width: 1s, 1m, 5m, 15m, 1h or 1d
 * @param sequence rises by one per topic within an epoch
 * @param snapshot true when this is the state at subscription and not an event
 * @param conflated how many updates were folded into this one since the one before
 * @param closed whether the interval is over; a bar that was closed comes again when a late trade
 *     corrects it
 * @param bar all of it as it is now
 * @param closedOnly whether only closed bars were asked for
 * @param sentAt when the server wrote the batch that holds this update
 */
public record BarUpdate(
    String symbol,
    String interval,
    long sequence,
    boolean snapshot,
    long conflated,
    boolean closed,
    Bar bar,
    boolean closedOnly,
    Instant sentAt)
    implements Update {

  public BarUpdate {
    if (sequence < 0 || conflated < 0) {
      throw new IllegalArgumentException("sequence " + sequence + ", conflated " + conflated);
    }
  }

  @Override
  public String topic() {
    return Topic.name(symbol, interval, "", closedOnly);
  }
}
