package io.finstage.client;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Readings over time, as columns of equal length.
 *
 * @param times ends of the steps, rising
 * @param series values by name of the reading; NaN where there was none
 */
public record ReadingHistory(List<Instant> times, Map<String, List<Double>> series) {

  public ReadingHistory {
    times = List.copyOf(times);
    series = Map.copyOf(series);
  }
}
