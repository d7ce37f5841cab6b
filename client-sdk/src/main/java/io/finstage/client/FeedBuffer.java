package io.finstage.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the user. Who fills it looks first whether there is room, and adds at most one
 * message of the server at a time; full: nothing more is read from the network until it is half
 * empty. Thread-safe.
 */
final class FeedBuffer {

  private final int max;
  private final Runnable onRoom;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<FeedEvent> events = new ArrayDeque<>();
  private boolean waitingForRoom;
  private boolean closed;
  private @Nullable FinstageException failure;

  /**
   * @param max events; positive
   * @param onRoom called, from the user's thread, when there is room again after {@link #hasRoom}
   *     has denied it
   */
  FeedBuffer(int max, Runnable onRoom) {
    this.max = max;
    this.onRoom = onRoom;
  }

  boolean hasRoom() {
    lock.lock();
    try {
      waitingForRoom = events.size() >= max;
      return !waitingForRoom;
    } finally {
      lock.unlock();
    }
  }

  void putAll(List<FeedEvent> more) {
    lock.lock();
    try {
      if (!closed) {
        events.addAll(more);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** No event follows those that are in. */
  void fail(FinstageException cause) {
    lock.lock();
    try {
      failure = cause;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Drops everything; whoever waits is let go. */
  void close() {
    lock.lock();
    try {
      closed = true;
      events.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the next event.
   *
   * @return empty when none came in time, or at once when closed
   * @throws FinstageException after the last event, when the feed has failed
   */
  Optional<FeedEvent> poll(Duration timeout) throws InterruptedException {
    boolean room;
    FeedEvent event;
    lock.lockInterruptibly();
    try {
      long left = timeout.toNanos();
      while (events.isEmpty() && !closed && failure == null && left > 0) {
        left = changed.awaitNanos(left);
      }
      event = events.poll();
      if (event == null && failure != null && !closed) {
        throw failure;
      }
      room = waitingForRoom && events.size() <= max / 2;
      if (room) {
        waitingForRoom = false;
      }
    } finally {
      lock.unlock();
    }
    if (room) {
      onRoom.run();
    }
    return Optional.ofNullable(event);
  }
}
