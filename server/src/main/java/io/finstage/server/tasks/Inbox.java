package io.finstage.server.tasks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the loop, in order. Callers wait for room; what ends an attempt never does, as
 * there are no more of these than slots. Thread-safe; one thread takes.
 */
final class Inbox {

  private static final int YIELDS_MAX = 100;

  private final LinkedBlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
  private final Semaphore room;
  private volatile boolean closed;

  private record Entry(Op op, boolean counted) {}

  Inbox(int max) {
    this.room = new Semaphore(max);
  }

  /** Waits while it is full; false when it is closed, or the thread was interrupted. */
  boolean put(Op op) {
    try {
      room.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return offer(new Entry(op, true));
  }

  /** Never waits; false when it is closed. */
  boolean settle(Op op) {
    return offer(new Entry(op, false));
  }

  /** Waits for the first, unless something is there. */
  void await(Duration max) throws InterruptedException {
    Entry first = queue.isEmpty() ? queue.poll(max.toNanos(), TimeUnit.NANOSECONDS) : null;
    if (first != null) {
      // One thread takes, so nobody has overtaken it but what came since.
      held = first;
    }
  }

  private @Nullable Entry held;

  /**
   * Lets others run for a moment, until as many are there. Who was just answered often asks again:
   * one turn for all of them is worth more than two, each for some.
   */
  @SuppressWarnings("ThreadPriorityCheck") // only faster or slower, never wrong
  void gather(int expected) {
    for (int i = 0; i < YIELDS_MAX && queue.size() < expected; i++) {
      Thread.yield();
    }
  }

  /** Takes up to {@code max} into a list. */
  void drain(List<Op> ops, int max) {
    Entry entry = held != null ? held : queue.poll();
    held = null;
    int taken = 0;
    while (entry != null) {
      ops.add(entry.op);
      if (entry.counted) {
        room.release();
      }
      taken++;
      entry = taken < max ? queue.poll() : null;
    }
  }

  /** What comes from now on is refused; what is there can still be taken. */
  void close() {
    closed = true;
    // Whoever waits for room finds it closed.
    room.release(Integer.MAX_VALUE / 2);
  }

  private boolean offer(Entry entry) {
    if (closed) {
      return false;
    }
    queue.add(entry);
    // Closed in between: either the last drain saw it, or it is taken back here.
    return !closed || !queue.remove(entry);
  }
}
