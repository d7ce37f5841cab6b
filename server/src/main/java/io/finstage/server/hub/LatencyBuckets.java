package io.finstage.server.hub;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * A histogram with fixed bounds that costs a few nanoseconds per record. Thread-safe; a reading is
 * not a snapshot of one moment, but no count is lost.
 */
public final class LatencyBuckets {

  /**
   * What was counted.
   *
   * @param boundsNanos upper bounds of the buckets, rising; one more bucket is above the last
   * @param counts records per bucket, not cumulative
   * @param sumNanos sum of all records
   */
  public record Reading(List<Long> boundsNanos, List<Long> counts, long sumNanos) {}

  private static final long[] BOUNDS_NANOS = bounds();

  private final LongAdder[] counts = new LongAdder[BOUNDS_NANOS.length + 1];
  private final LongAdder sumNanos = new LongAdder();

  LatencyBuckets() {
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  void record(long nanos) {
    long value = Math.max(0, nanos);
    int bucket = 0;
    while (bucket < BOUNDS_NANOS.length && value > BOUNDS_NANOS[bucket]) {
      bucket++;
    }
    counts[bucket].increment();
    sumNanos.add(value);
  }

  Reading read() {
    return new Reading(
        Arrays.stream(BOUNDS_NANOS).boxed().toList(),
        Arrays.stream(counts).map(LongAdder::sum).toList(),
        sumNanos.sum());
  }

  /** 50 us to 10 s in steps of 1, 2.5 and 5. */
  private static long[] bounds() {
    double[] millis = {
      0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000
    };
    long[] nanos = new long[millis.length];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = Math.round(millis[i] * 1e6);
    }
    return nanos;
  }
}
