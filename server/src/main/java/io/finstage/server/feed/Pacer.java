package io.finstage.server.feed;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Time to pace by: a clock that only rises, and a way to wait for it. Apart from the clock of the
 * wall, which may be set back.
 */
public interface Pacer {

  /** Nanoseconds since some moment; differences mean something, and only they. */
  long nanos();

  /**
   * Waits until {@link #nanos} has reached {@code deadline}; returns at once if it has.
   *
   * @throws InterruptedException the thread was interrupted, before or while it waited
   */
  void until(long deadline) throws InterruptedException;

  /**
   * Real time.
   *
   * @param nanoTime as {@code System::nanoTime}
   */
  static Pacer of(LongSupplier nanoTime) {
    return new Pacer() {
      @Override
      public long nanos() {
        return nanoTime.getAsLong();
      }

      @Override
      public void until(long deadline) throws InterruptedException {
        while (true) {
          if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while pacing");
          }
          long left = deadline - nanoTime.getAsLong();
          if (left <= 0) {
            return;
          }
          LockSupport.parkNanos(this, left);
        }
      }
    };
  }
}
