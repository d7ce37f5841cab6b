package io.finstage.server.metrics;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A histogram as it is exported.
 *
 * @param boundsSeconds upper bounds of the buckets, rising; one more bucket is above the last
 * @param counts records per bucket, not cumulative; one more than bounds
 * @param sumSeconds sum of all records
 */
public record Histogram(List<Double> boundsSeconds, List<Long> counts, double sumSeconds) {

  static final double NANOS_PER_SECOND = 1e9;

  public Histogram {
    boundsSeconds = List.copyOf(boundsSeconds);
    counts = List.copyOf(counts);
    if (counts.size() != boundsSeconds.size() + 1) {
      throw new IllegalArgumentException(
          counts.size() + " buckets for " + boundsSeconds.size() + " bounds");
    }
  }

  static Histogram ofNanos(List<Long> boundsNanos, List<Long> counts, long sumNanos) {
    return new Histogram(
        boundsNanos.stream().map(nanos -> nanos / NANOS_PER_SECOND).toList(),
        counts,
        sumNanos / NANOS_PER_SECOND);
  }

  /** Both together; they have the same bounds. */
  Histogram plus(Histogram more) {
    return new Histogram(
        boundsSeconds,
        IntStream.range(0, counts.size())
            .mapToObj(i -> counts.get(i) + more.counts.get(i))
            .toList(),
        sumSeconds + more.sumSeconds);
  }

  /** Records in all buckets. */
  long count() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  /** Records in the buckets up to this bound, which must be one. */
  long countUpTo(double boundSeconds) {
    return IntStream.range(0, boundsSeconds.size())
        .filter(i -> boundsSeconds.get(i) <= boundSeconds)
        .mapToLong(counts::get)
        .sum();
  }

  /** The first bound that is not below {@code seconds}; the last where all are. */
  double boundFor(double seconds) {
    return boundsSeconds.stream()
        .filter(bound -> bound >= seconds)
        .findFirst()
        .orElseGet(boundsSeconds::getLast);
  }

  /** What came since {@code earlier}, which has the same bounds; all of it when that is null. */
  Histogram since(@Nullable Histogram earlier) {
    if (earlier == null || !earlier.boundsSeconds.equals(boundsSeconds)) {
      return this;
    }
    return new Histogram(
        boundsSeconds,
        IntStream.range(0, counts.size())
            .mapToObj(i -> Math.max(0, counts.get(i) - earlier.counts.get(i)))
            .toList(),
        sumSeconds - earlier.sumSeconds);
  }

  /**
   * The value below which this share of the records lies, by a straight line within its bucket; the
   * last bound for what is above it. Empty without records.
   */
  OptionalDouble quantile(double share) {
    long all = count();
    if (all == 0) {
      return OptionalDouble.empty();
    }
    double wanted = share * all;
    double below = 0;
    for (int i = 0; i < boundsSeconds.size(); i++) {
      long inBucket = counts.get(i);
      if (inBucket > 0 && below + inBucket >= wanted) {
        double from = i == 0 ? 0 : boundsSeconds.get(i - 1);
        double width = boundsSeconds.get(i) - from;
        return OptionalDouble.of(from + width * (wanted - below) / inBucket);
      }
      below += inBucket;
    }
    return OptionalDouble.of(boundsSeconds.getLast());
  }
}
