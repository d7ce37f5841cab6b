package io.finstage.server.metrics;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import jdk.jfr.consumer.RecordingStream;

/**
 * How often virtual threads waited and held on to their carrier, which the flight recorder tells.
 * One for the JVM and until it ends, as a recorder costs megabytes and hears of all threads anyway.
 * Thread-safe.
 */
final class PinnedThreads {

  private static final String EVENT = "jdk.VirtualThreadPinned";

  /** Shorter ones are not counted. */
  private static final Duration FROM = Duration.ofMillis(20);

  private static final LongAdder COUNT = new LongAdder();
  private static final AtomicBoolean LISTENS = new AtomicBoolean();

  private PinnedThreads() {}

  /** Begins to count, at the first call. It takes some 100 ms. */
  static void listen() {
    if (LISTENS.compareAndSet(false, true)) {
      RecordingStream recorder = new RecordingStream();
      recorder.enable(EVENT).withThreshold(FROM).withoutStackTrace();
      recorder.onEvent(EVENT, event -> COUNT.increment());
      recorder.setReuse(true);
      recorder.startAsync();
    }
  }

  /** Since the first call of {@link #listen}. */
  static long count() {
    return COUNT.sum();
  }
}
