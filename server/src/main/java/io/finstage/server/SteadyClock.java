package io.finstage.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * The time of the whole server: the wall clock's, but it never goes backwards.
 *
 * <p>Between two looks at the wall, one a second, time goes on by the machine's counter. Where the
 * wall is ahead, time jumps to it; where it is behind, because somebody set it back, time goes a
 * tenth slower until the wall has caught up. So deadlines and latencies survive a clock that is
 * set, and still follow it. Thread-safe; about as cheap as the counter.
 */
final class SteadyClock implements InstantSource {

  private static final long LOOK_NANOS = 1_000_000_000;
  private static final int SLOWER = 10;

  /**
   * @param aheadNanos what is to be lost, a tenth of what passes, until the wall has caught up
   */
  private record Anchor(long counter, Instant time, long aheadNanos) {

    Instant at(long counter) {
      long passed = Math.max(0, counter - this.counter);
      return time.plusNanos(passed - Math.min(passed / SLOWER, aheadNanos));
    }
  }

  private final InstantSource wall;
  private final LongSupplier counter;
  private final AtomicReference<Anchor> anchor;

  /**
   * @param counter nanoseconds that only rise
   */
  SteadyClock(InstantSource wall, LongSupplier counter) {
    this.wall = wall;
    this.counter = counter;
    this.anchor = new AtomicReference<>(new Anchor(counter.getAsLong(), wall.instant(), 0));
  }

  /** By the clocks of this machine. */
  static SteadyClock system() {
    return new SteadyClock(InstantSource.system(), System::nanoTime);
  }

  @Override
  public Instant instant() {
    Anchor seen = anchor.get();
    long now = counter.getAsLong();
    Instant time = seen.at(now);
    if (now - seen.counter < LOOK_NANOS) {
      return time;
    }
    Instant real = wall.instant();
    Anchor next =
        real.isBefore(time)
            ? new Anchor(now, time, Duration.between(real, time).toNanos())
            : new Anchor(now, real, 0);
    anchor.compareAndSet(seen, next);
    return next.time;
  }
}
