package io.finstage.server.metrics;

import java.util.List;

/**
 * A histogram as it is exported.
 *
 * @param boundsSeconds upper bounds of the buckets, rising; one more bucket is above the last
 * @param counts records per bucket, not cumulative; one more than bounds
 * @param sumSeconds sum of all records
 */
record Histogram(List<Double> boundsSeconds, List<Long> counts, double sumSeconds) {

  static final double NANOS_PER_SECOND = 1e9;

  Histogram {
    boundsSeconds = List.copyOf(boundsSeconds);
    counts = List.copyOf(counts);
    if (counts.size() != boundsSeconds.size() + 1) {
      throw new IllegalArgumentException(
          counts.size() + " buckets for " + boundsSeconds.size() + " bounds");
    }
  }
}
