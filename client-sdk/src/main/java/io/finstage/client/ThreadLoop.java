package io.finstage.client;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A daemon thread that ends when it has had nothing to do for a while, so nobody has to stop it.
 */
final class ThreadLoop implements EventLoop {

  private static final long IDLE_SECONDS = 5;

  private final ScheduledThreadPoolExecutor executor;

  ThreadLoop(String name) {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            action -> {
              Thread thread = new Thread(action, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    executor.setRemoveOnCancelPolicy(true);
  }

  @Override
  public void execute(Runnable action) {
    executor.execute(action);
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Runnable schedule(Duration delay, Runnable action) {
    Future<?> future = executor.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }
}
