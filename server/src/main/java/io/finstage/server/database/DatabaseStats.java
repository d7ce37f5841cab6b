package io.finstage.server.database;

import java.util.List;

/**
 * Readings of one part's database at one moment.
 *
 * @param queued writes that wait now
 * @param failed writes that were given up; only rises
 * @param writes how long transactions took, waiting for the disk included
 */
public record DatabaseStats(long queued, long failed, Durations writes) {

  /**
   * A histogram.
   *
   * @param boundsNanos upper bounds of the buckets, rising; one more bucket is above the last
   * @param counts records per bucket, not cumulative; one more than bounds
   * @param sumNanos sum of all records
   */
  public record Durations(List<Long> boundsNanos, List<Long> counts, long sumNanos) {}
}
