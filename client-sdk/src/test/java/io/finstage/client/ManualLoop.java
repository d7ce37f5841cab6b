package io.finstage.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** A loop and a clock that only move when a test says so. */
final class ManualLoop implements EventLoop {

  private record Timer(long atNanos, long order, Runnable action) {}

  private final Queue<Runnable> actions = new ArrayDeque<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::atNanos).thenComparingLong(Timer::order));
  private long nowNanos = 1_000;
  private long orders;

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
    Timer timer = new Timer(nowNanos + delay.toNanos(), orders++, action);
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
    while (!timers.isEmpty() && timers.peek().atNanos() <= end) {
      Timer timer = timers.remove();
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
