package io.finstage.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;

/** What became of the tasks: how many have run, and how long each waited to start. Thread-safe. */
final class TaskTally {

  private static final int NUMBERS_MAX = 4_000_000;

  private final AtomicLong run = new AtomicLong();
  private final AtomicLongArray submittedAt = new AtomicLongArray(NUMBERS_MAX);
  private final Histogram waits = new Histogram(TimeUnit.MINUTES.toNanos(10), 3);

  /** Just before the task is submitted, or the time at which it should have been. */
  void submitted(long number, long nanos) {
    submittedAt.set((int) number, nanos);
  }

  /** By its handler. */
  void ran(long number) {
    long wait = System.nanoTime() - submittedAt.get((int) number);
    synchronized (waits) {
      waits.recordValue(Math.max(0, wait));
    }
    run.incrementAndGet();
  }

  /** Waits until as many have run. */
  void await(long count) throws InterruptedException {
    long give = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (run.get() < count) {
      if (System.nanoTime() > give) {
        throw new IllegalStateException(run.get() + " of " + count + " tasks have run");
      }
      Thread.sleep(1);
    }
  }

  /** Milliseconds. */
  double waitMillis(double percentile) {
    synchronized (waits) {
      return waits.getValueAtPercentile(percentile) / 1e6;
    }
  }

  void forgetWaits() {
    synchronized (waits) {
      waits.reset();
    }
  }
}
