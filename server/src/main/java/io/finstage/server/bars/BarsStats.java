package io.finstage.server.bars;

import java.util.List;
import java.util.Map;

/**
 * Readings of bars at one moment. Counts only rise.
 *
 * @param built bars that closed, by interval as on the wire
 * @param corrected corrections of closed bars, by interval
 * @param lateRefused trades refused because they came too late
 * @param lost trades that became no bar, by reason: QUEUE_FULL, SYMBOLS_MAX
 * @param symbols that have bars being built, now
 * @param queued trades that wait for the engine, now
 * @param stored bars committed
 * @param storeQueued bars that wait to be committed, now
 * @param storeFailed bars given up because the database refused them
 * @param writes how long transactions took, waiting for the disk included
 */
public record BarsStats(
    Map<String, Long> built,
    Map<String, Long> corrected,
    long lateRefused,
    Map<String, Long> lost,
    long symbols,
    long queued,
    long stored,
    long storeQueued,
    long storeFailed,
    Durations writes) {

  /**
   * A histogram.
   *
   * @param boundsNanos upper bounds of the buckets, rising; one more bucket is above the last
   * @param counts records per bucket, not cumulative; one more than bounds
   * @param sumNanos sum of all records
   */
  public record Durations(List<Long> boundsNanos, List<Long> counts, long sumNanos) {}

  public BarsStats {
    built = Map.copyOf(built);
    corrected = Map.copyOf(corrected);
    lost = Map.copyOf(lost);
  }
}
