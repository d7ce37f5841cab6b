package io.finstage.client;

import java.time.Duration;
import java.util.Comparator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** A loop and a clock that only move when a test says so; other threads may hand in actions. */
final class ManualLoop implements EventLoop {

  private record Timer(long atNanos, long order, Runnable action) {}

  private final Queue<Runnable> actions = new ConcurrentLinkedQueue<>();
  private final PriorityBlockingQueue<Timer> timers =
      new PriorityBlockingQueue<>(
          16, Comparator.comparingLong(Timer::atNanos).thenComparingLong(Timer::order));
  private final AtomicLong orders = new AtomicLong();
  private volatile long nowNanos = 1_000;

  @Override
  public void execute(Runnable action) {
    actions.add(action);
  }

  @Override
  public long nanos() {
    return nowNanos;
  }

  @Override
  public Runnable schedule(Duration delay, Runnable action) {
    Timer timer = new Timer(nowNanos + delay.toNanos(), orders.getAndIncrement(), action);
    timers.add(timer);
    return () -> timers.remove(timer);
  }

  /** Runs what is due now. */
  void run() {
    for (Runnable action = actions.poll(); action != null; action = actions.poll()) {
      action.run();
    }
  }

  /** Lets time pass, and runs what becomes due. */
  void advance(Duration duration) {
    run();
    long end = nowNanos + duration.toNanos();
    for (Timer timer = timers.peek();
        timer != null && timer.atNanos() <= end;
        timer = timers.peek()) {
      timers.remove(timer);
      nowNanos = Math.max(nowNanos, timer.atNanos());
      timer.action().run();
      run();
    }
    nowNanos = end;
  }

  int timers() {
    return timers.size();
  }
}
