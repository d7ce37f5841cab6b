package io.finstage.server.database;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/** How long transactions took. One thread records; any thread reads. */
final class WriteDurations {

  private static final long[] BOUNDS_NANOS = {
    500_000L,
    1_000_000L,
    2_500_000L,
    5_000_000L,
    10_000_000L,
    25_000_000L,
    50_000_000L,
    100_000_000L,
    250_000_000L,
    500_000_000L,
    1_000_000_000L,
    5_000_000_000L,
    10_000_000_000L
  };

  private final LongAdder[] counts = new LongAdder[BOUNDS_NANOS.length + 1];
  private final LongAdder sumNanos = new LongAdder();

  WriteDurations() {
    Arrays.setAll(counts, i -> new LongAdder());
  }

  void record(long nanos) {
    int bucket = 0;
    while (bucket < BOUNDS_NANOS.length && nanos > BOUNDS_NANOS[bucket]) {
      bucket++;
    }
    counts[bucket].increment();
    sumNanos.add(Math.max(0, nanos));
  }

  DatabaseStats.Durations read() {
    return new DatabaseStats.Durations(
        Arrays.stream(BOUNDS_NANOS).boxed().toList(),
        Arrays.stream(counts).map(LongAdder::sum).toList(),
        sumNanos.sum());
  }
}
