package io.finstage.client;

import java.time.Instant;
import java.util.List;

/**
 * Something that indicators did at one bar.
 *
 * @param signal short text of the request
 * @param kind UPPER_SNAKE, as in {@code CROSSES_ABOVE}
 * @param openTime start of the bar
 * @param values in which it was seen, in the order of the signal's arguments
 */
public record Signal(String signal, String kind, Instant openTime, List<Double> values) {

  public Signal {
    values = List.copyOf(values);
  }
}
