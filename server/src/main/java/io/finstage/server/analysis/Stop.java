package io.finstage.server.analysis;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tells work that nobody waits for it any more: its caller left, or its deadline has passed. Once
 * stopped it stays stopped. Thread-safe.
 */
public final class Stop {

  private final AtomicReference<@Nullable Runnable> waiter = new AtomicReference<>();
  private volatile boolean stopped;

  /** Stops, and wakes who waits. */
  public void stop() {
    stopped = true;
    Runnable wake = waiter.getAndSet(null);
    if (wake != null) {
      wake.run();
    }
  }

  /** Whether it was stopped. */
  public boolean isStopped() {
    return stopped;
  }

  /**
   * Who waits now; replaces who waited before.
   *
   * @param wake run once when it stops, at once when it has; on any thread
   */
  void wakes(Runnable wake) {
    waiter.set(wake);
    if (stopped) {
      stop();
    }
  }
}
