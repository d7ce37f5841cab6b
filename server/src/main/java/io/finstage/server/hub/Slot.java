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

  /**
   * Puts a newer update.
   *
   * @param folded updates that were folded into it before
   * @return whether the slot was empty, and so has to be queued
   */
  synchronized boolean put(Update newer, long folded) {
    boolean empty = update == null;
    conflated += folded + (empty ? 0 : 1);
    update = newer;
    return empty;
  }

  /** Empties the slot; null when there is nothing in it. */
  synchronized @Nullable Update take() {
    Update taken = update;
    takenConflated = conflated;
    update = null;
    conflated = 0;
    return taken;
  }

  /** How many updates were folded into the one taken last; for the thread that took it. */
  long takenConflated() {
    return takenConflated;
  }
}
