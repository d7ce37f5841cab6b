package io.finstage.server.hub;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at every shard's thread a few hundred times a second: wakes it when something is due, and
 * frees the shard when the thread is stuck in a write. A platform thread, so that it runs even when
 * every carrier is busy.
 */
final class Watchdog implements AutoCloseable {

  private static final long PERIOD_NANOS = Duration.ofMillis(2).toNanos();

  private final List<ShardRunner> runners;
  private final InstantSource clock;
  private final Thread thread;
  private volatile boolean closed;

  Watchdog(List<ShardRunner> runners, InstantSource clock) {
    this.runners = List.copyOf(runners);
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("hub-watchdog").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(this, PERIOD_NANOS);
      long now = Nanos.of(clock.instant());
      for (ShardRunner runner : runners) {
        runner.stealIfStuck();
        runner.wakeIfDue(now);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
