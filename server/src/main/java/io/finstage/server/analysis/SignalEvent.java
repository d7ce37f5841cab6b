package io.finstage.server.analysis;

import java.util.List;

/**
 * Something that indicators did at one bar.
 *
 * @param openAtMillis start of the bar, milliseconds since 1970 UTC
 * @param values that it was seen in, in the order of the signal's arguments
 */
public record SignalEvent(SignalRule rule, long openAtMillis, List<Double> values) {

  public SignalEvent {
    values = List.copyOf(values);
  }
}
