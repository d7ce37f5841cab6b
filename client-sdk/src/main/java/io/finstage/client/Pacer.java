package io.finstage.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Time, for callers that wait in their own thread. */
interface Pacer {

  /** Of the machine. */
  Pacer SYSTEM =
      new Pacer() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void pause(Duration duration) throws InterruptedException {
          TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        }
      };

  /** A clock that never goes back, in nanoseconds from an arbitrary origin. */
  long nanos();

  void pause(Duration duration) throws InterruptedException;
}
