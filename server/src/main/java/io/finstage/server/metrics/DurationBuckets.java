package io.finstage.server.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Durations of requests: from a look-up of a millisecond to a stream of hours. Thread-safe. */
final class DurationBuckets {

  private static final List<Double> BOUNDS_SECONDS =
      List.of(
          0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0, 600.0,
          3600.0);

  private final LongAdder[] counts =
      Stream.generate(LongAdder::new).limit(BOUNDS_SECONDS.size() + 1).toArray(LongAdder[]::new);
  private final LongAdder sumNanos = new LongAdder();

  void record(long nanos) {
    long value = Math.max(0, nanos);
    double seconds = value / Histogram.NANOS_PER_SECOND;
    int bucket = 0;
    while (bucket < BOUNDS_SECONDS.size() && seconds > BOUNDS_SECONDS.get(bucket)) {
      bucket++;
    }
    counts[bucket].increment();
    sumNanos.add(value);
  }

  Histogram read() {
    return new Histogram(
        BOUNDS_SECONDS,
        Arrays.stream(counts).map(LongAdder::sum).toList(),
        sumNanos.sum() / Histogram.NANOS_PER_SECOND);
  }
}
