package io.finstage.server.hub;

import org.jspecify.annotations.Nullable;

/**
 * Place of one topic in a mailbox where a newer update replaces an older one that is still unread.
 * The shard puts, the writer takes; both hold the lock for a few instructions.
 */
final class Slot {

  private @Nullable Update update;
  private long conflated;
  private long takenConflated;
  private long waitedNanos;
  private long takenWaitedNanos;

  /**
   * Puts a newer update.
   *
   * @param folded updates that were folded into it before
   * @param waited how long it was held back because its subscription wants that, in nanoseconds
   * @return whether the slot was empty, and so has to be queued
   */
  synchronized boolean put(Update newer, long folded, long waited) {
    boolean empty = update == null;
    waitedNanos = waited;
    conflated += folded + (empty ? 0 : 1);
    update = newer;
    return empty;
  }

  /** Empties the slot; null when there is nothing in it. */
  synchronized @Nullable Update take() {
    Update taken = update;
    takenConflated = conflated;
    takenWaitedNanos = waitedNanos;
    update = null;
    conflated = 0;
    return taken;
  }

  /** How many updates were folded into the one taken last; for the thread that took it. */
  long takenConflated() {
    return takenConflated;
  }

  /** How long the one taken last was held back on purpose; for the thread that took it. */
  long takenWaitedNanos() {
    return takenWaitedNanos;
  }
}
