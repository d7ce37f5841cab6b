package io.finstage.client;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Values of an indicator at the newest bar of a symbol.
 *
 * @param interval width of the bars: 1s, 1m, 5m, 15m, 1h or 1d
 * @param indicator short text with every parameter, as in {@code macd(12,26,9)}
 * @param sequence rises by one per topic within an epoch
 * @param snapshot true when this is the state at subscription and not an event
 * @param conflated how many updates were folded into this one since the one before
 * @param openTime start of the bar
 * @param closed whether the bar is closed; else these are the values if it closed now
 * @param warmingUp whether the start of the series still shows, or there are no values yet
 * @param values by name of the line; without those that have no value yet
 * @param closedOnly whether only closed bars were asked for
 * @param sentAt when the server wrote the batch that holds this update
 */
public record IndicatorUpdate(
    String symbol,
    String interval,
    String indicator,
    long sequence,
    boolean snapshot,
    long conflated,
    Instant openTime,
    boolean closed,
    boolean warmingUp,
    Map<String, Double> values,
    boolean closedOnly,
    Instant sentAt)
    implements Update {

  public IndicatorUpdate {
    if (sequence < 0 || conflated < 0) {
      throw new IllegalArgumentException("sequence " + sequence + ", conflated " + conflated);
    }
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** The value of one line; NaN when there is none. */
  public double value(String line) {
    Double value = values.get(line);
    return value == null ? Double.NaN : value;
  }

  /**
   * The value of an indicator that has one line; NaN when there is none.
   *
   * @throws IllegalStateException when it has several
   */
  public double value() {
    if (values.size() > 1) {
      throw new IllegalStateException(indicator + " has the lines " + values.keySet());
    }
    return values.values().stream().findFirst().orElse(Double.NaN);
  }

  @Override
  public String topic() {
    return Topic.name(symbol, interval, indicator, closedOnly);
  }
}
