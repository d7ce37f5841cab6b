package io.finstage.server.analysis;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many may be at work at a time, and how many may wait for it, first come, first served. The
 * first number can be moved while it is in use: who is in stays in. Thread-safe.
 */
public final class Limit {

  /** What became of asking to enter. */
  enum Entry {
    /** In; {@link #leave} must follow. */
    ENTERED,
    /** As many wait as may. */
    FULL,
    /** Stopped while it waited. */
    STOPPED
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Stop> waiting = new ArrayDeque<>();
  private int queueMax;
  private int max;
  private int inFlight;

  /** Those that wait and were never in. */
  private int newcomers;

  Limit(int max, int queueMax) {
    this.max = checked(max);
    this.queueMax = queueMax;
  }

  /**
   * Waits for its turn.
   *
   * @param stop ends the wait
   */
  Entry enter(Stop stop) throws InterruptedException {
    return enter(stop, true);
  }

  /**
   * The same for one that was in before: it is never told {@link Entry#FULL}. Who lets them out
   * bounds how many come again.
   */
  Entry enterAgain(Stop stop) throws InterruptedException {
    return enter(stop, false);
  }

  private Entry enter(Stop stop, boolean newcomer) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (waiting.isEmpty() && inFlight < max) {
        inFlight++;
        return Entry.ENTERED;
      }
      if (newcomer && newcomers >= queueMax) {
        return Entry.FULL;
      }
      waiting.addLast(stop);
      newcomers += newcomer ? 1 : 0;
    } finally {
      lock.unlock();
    }
    // Outside the lock: a stop that came first wakes at once, on this thread.
    stop.wakes(this::wakeAll);
    return await(stop, newcomer);
  }

  /** One that entered is done. */
  void leave() {
    lock.lock();
    try {
      inFlight--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * How many may be at work at a time from now on.
   *
   * @param value 1 or more
   */
  public void max(int value) {
    lock.lock();
    try {
      max = checked(value);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * How many may wait from now on; who waits goes on waiting.
   *
   * @param value 0 or more
   */
  public void queueMax(int value) {
    if (value < 0) {
      throw new IllegalArgumentException("queueMax must not be negative, not " + value);
    }
    lock.lock();
    try {
      queueMax = value;
    } finally {
      lock.unlock();
    }
  }

  /** How many may wait. */
  int queueMax() {
    lock.lock();
    try {
      return queueMax;
    } finally {
      lock.unlock();
    }
  }

  /** How many may be at work at a time. */
  public int max() {
    lock.lock();
    try {
      return max;
    } finally {
      lock.unlock();
    }
  }

  /** How many are at work. */
  public int inFlight() {
    lock.lock();
    try {
      return inFlight;
    } finally {
      lock.unlock();
    }
  }

  /** How many wait that were never in. */
  public int queued() {
    lock.lock();
    try {
      return newcomers;
    } finally {
      lock.unlock();
    }
  }

  private Entry await(Stop stop, boolean newcomer) throws InterruptedException {
    lock.lock();
    try {
      while (!stop.isStopped()) {
        if (waiting.peekFirst() == stop && inFlight < max) {
          inFlight++;
          return Entry.ENTERED;
        }
        changed.await();
      }
      return Entry.STOPPED;
    } finally {
      waiting.remove(stop);
      newcomers -= newcomer ? 1 : 0;
      changed.signalAll();
      lock.unlock();
    }
  }

  private void wakeAll() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static int checked(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("a limit must be 1 or more, not " + max);
    }
    return max;
  }
}
