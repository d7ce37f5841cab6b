package io.finstage.server.analysis;

import io.finstage.server.market.Bar;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one symbol and interval: closed bars in their order, and of the forming bar only
 * the newest state, since it replaces the others. Thread-safe.
 */
final class LiveInbox {

  /** A bar that changed. */
  record Change(Bar bar, Instant receivedAt) {}

  /**
   * All that waited.
   *
   * @param lost whether closed bars are missing, because too many waited
   * @param forming null when it did not change, or has closed since
   */
  record Batch(
      List<Runnable> commands, List<Change> closed, boolean lost, @Nullable Change forming) {}

  private final int closedMax;
  private final Deque<Change> closed = new ArrayDeque<>();
  private final List<Runnable> commands = new ArrayList<>();
  private @Nullable Change forming;
  private boolean lost;
  private boolean waiting;

  LiveInbox(int closedMax) {
    this.closedMax = closedMax;
  }

  /** Returns whether somebody must be told that something waits now. */
  synchronized boolean putClosed(Change change) {
    if (closed.size() == closedMax) {
      closed.clear();
      lost = true;
    }
    closed.addLast(change);
    if (forming != null && !forming.bar.openAt().isAfter(change.bar.openAt())) {
      forming = null;
    }
    return wake();
  }

  /** Returns whether somebody must be told that something waits now. */
  synchronized boolean putForming(Change change) {
    forming = change;
    return wake();
  }

  /**
   * Something to do before the bars that wait; as many as topics are opened and closed, so it
   * should not hold much.
   *
   * @return whether somebody must be told that something waits now
   */
  synchronized boolean put(Runnable command) {
    commands.add(command);
    return wake();
  }

  /** Closed bars may be missing: with the next change they are read from the store. */
  synchronized void lose() {
    lost = true;
  }

  /** Takes all that waits. */
  synchronized Batch take() {
    Batch batch = new Batch(List.copyOf(commands), List.copyOf(closed), lost, forming);
    commands.clear();
    closed.clear();
    lost = false;
    forming = null;
    waiting = false;
    return batch;
  }

  private boolean wake() {
    boolean first = !waiting;
    waiting = true;
    return first;
  }
}
