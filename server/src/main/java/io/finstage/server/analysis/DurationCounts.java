package io.finstage.server.analysis;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
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

  private final LongAdder[] counts =
      Stream.generate(LongAdder::new).limit(BOUNDS_NANOS.size() + 1).toArray(LongAdder[]::new);
  private final LongAdder sumNanos = new LongAdder();

  /** Negative counts as 0. */
  void record(Duration duration) {
    long nanos = Math.max(0, duration.toNanos());
    int bucket = 0;
    while (bucket < BOUNDS_NANOS.size() && nanos > BOUNDS_NANOS.get(bucket)) {
      bucket++;
    }
    counts[bucket].increment();
    sumNanos.add(nanos);
  }

  Reading read() {
    return new Reading(
        BOUNDS_NANOS, Arrays.stream(counts).map(LongAdder::sum).toList(), sumNanos.sum());
  }
}
