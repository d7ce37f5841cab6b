package io.finstage.server.analysis;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A histogram of durations with fixed bounds. Thread-safe; no count is lost. */
public final class DurationCounts {

  /**
   * What was counted.
   *
   * @param boundsNanos upper bounds of the buckets, rising; one more bucket is above the last
   * @param counts records per bucket, not cumulative
   * @param sumNanos sum of all records
   */
  public record Reading(List<Long> boundsNanos, List<Long> counts, long sumNanos) {
    public Reading {
      boundsNanos = List.copyOf(boundsNanos);
      counts = List.copyOf(counts);
    }
  }

  private static final List<Long> BOUNDS_NANOS =
      Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000)
          .map(millis -> Duration.ofMillis(millis).toNanos())
          .toList();

  /** Four to a doubling, from 0.1 ms to about a minute. */
  private static final List<Long> FINE_BOUNDS_NANOS =
      IntStream.rangeClosed(0, 77)
          .mapToObj(i -> Math.round(100_000 * Math.pow(2, i / 4.0)))
          .toList();

  private final List<Long> bounds;
  private final LongAdder[] counts;
  private final LongAdder sumNanos = new LongAdder();

  private DurationCounts(List<Long> bounds) {
    this.bounds = bounds;
    this.counts =
        Stream.generate(LongAdder::new).limit(bounds.size() + 1).toArray(LongAdder[]::new);
  }

  DurationCounts() {
    this(BOUNDS_NANOS);
  }

  /** One that tells times apart that differ by a fifth. */
  static DurationCounts fine() {
    return new DurationCounts(FINE_BOUNDS_NANOS);
  }

  /** Negative counts as 0. */
  void record(Duration duration) {
    long nanos = Math.max(0, duration.toNanos());
    int bucket = 0;
    while (bucket < bounds.size() && nanos > bounds.get(bucket)) {
      bucket++;
    }
    counts[bucket].increment();
    sumNanos.add(nanos);
  }

  Reading read() {
    return new Reading(bounds, Arrays.stream(counts).map(LongAdder::sum).toList(), sumNanos.sum());
  }
}
