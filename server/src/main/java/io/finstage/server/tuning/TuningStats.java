package io.finstage.server.tuning;

import java.util.Map;

/**
 * A reading of the loop.
 *
 * @param values by tunable
 * @param adjustments that were judged since the start; counts only rise
 */
public record TuningStats(Map<String, Integer> values, Map<Key, Long> adjustments) {

  /**
   * What is counted apart.
   *
   * @param outcome lower case: kept, rolled_back, fixed, dry_run
   */
  public record Key(String tunable, String outcome) {}

  public TuningStats {
    values = Map.copyOf(values);
    adjustments = Map.copyOf(adjustments);
  }
}
