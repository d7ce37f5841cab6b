package io.finstage.bench;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * From the time that a tick was due to its arrival at a subscriber, minute by minute. Thread-safe.
 */
final class SoakLatencies {

  /** Prime, so that the samples walk through all places in a fan-out. */
  private static final int SAMPLE_EVERY = 7;

  private static final long MICROS_MAX = 600_000_000;
  private static final long MINUTE_NANOS = 60_000_000_000L;

  private volatile long startNanos = Long.MAX_VALUE;
  private final List<Histogram> minutes;

  SoakLatencies(int seconds) {
    this.minutes =
        IntStream.rangeClosed(0, seconds / 60)
            .<Histogram>mapToObj(i -> new ConcurrentHistogram(MICROS_MAX, 3))
            .toList();
  }

  /** Counts from now on. */
  void begin(long nowNanos) {
    startNanos = nowNanos;
  }

  /** Whether the time of this update is looked at. */
  static boolean isSampled(long sequence) {
    return sequence % SAMPLE_EVERY == 0;
  }

  void record(Instant due, long nowNanos) {
    Instant now = Instant.now();
    long micros =
        (now.getEpochSecond() - due.getEpochSecond()) * 1_000_000
            + (now.getNano() - due.getNano()) / 1_000;
    long start = startNanos;
    if (nowNanos < start) {
      return;
    }
    long minute = (nowNanos - start) / MINUTE_NANOS;
    if (minute < minutes.size()) {
      minutes.get((int) minute).recordValue(Math.clamp(micros, 0, MICROS_MAX));
    }
  }

  /** The last may be of less than a minute, or empty. */
  List<Histogram> minutes() {
    return minutes;
  }
}
