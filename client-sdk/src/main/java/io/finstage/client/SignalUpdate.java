package io.finstage.client;

import java.time.Instant;
import java.util.List;

/**
 * Something that indicators did at a bar that closed.
 *
 * @param interval width of the bars: 1s, 1m, 5m, 15m, 1h or 1d
 * @param signal short text, as in {@code crosses_above(ema(9),ema(21))}
 * @param sequence rises by one per topic within an epoch
 * @param snapshot true when this is the last one before the subscription and not an event
 * @param conflated how many were folded into this one since the one before
 * @param kind UPPER_SNAKE, as in {@code CROSSES_ABOVE}
 * @param openTime start of the bar
 * @param values in which it was seen, in the order of the signal's arguments
 * @param closedOnly whether only closed bars were asked for
 * @param sentAt when the server wrote the batch that holds this update
 */
public record SignalUpdate(
    String symbol,
    String interval,
    String signal,
    long sequence,
    boolean snapshot,
    long conflated,
    String kind,
    Instant openTime,
    List<Double> values,
    boolean closedOnly,
    Instant sentAt)
    implements Update {

  public SignalUpdate {
    if (sequence < 0 || conflated < 0) {
      throw new IllegalArgumentException("sequence " + sequence + ", conflated " + conflated);
    }
    values = List.copyOf(values);
  }

  @Override
  public String topic() {
    return Topic.name(symbol, interval, signal, closedOnly);
  }
}
