package io.finstage.server.metrics.slo;

import java.time.Duration;
import java.time.Instant;

/**
 * Events of a window that moves along, in slots of equal width. An event is in the window from when
 * it is added until its slot is older than the window: at most one slot longer than the window
 * says. A step of time over many slots empties them. Not thread-safe.
 */
final class RollingCounts {

  private final long slotMillis;
  private final long[] all;
  private final long[] bad;

  /** Number of the newest slot since 1970; no slot yet below 0. */
  private long newest = -1;

  /**
   * @param window over 0
   * @param slots parts of the window, 1 or more
   */
  RollingCounts(Duration window, int slots) {
    this.slotMillis = Math.max(1, window.toMillis() / slots);
    // One more: the newest is not full yet.
    this.all = new long[slots + 1];
    this.bad = new long[slots + 1];
  }

  /** Adds events of {@code now}; one that is earlier than what was added counts as then. */
  void add(Instant now, EventCounts events) {
    int slot = index(advance(now));
    all[slot] += events.all();
    bad[slot] += events.bad();
  }

  /** Events of the last {@code span}, at most the window. */
  EventCounts last(Instant now, Duration span) {
    long last = advance(now);
    long slots = Math.min(all.length - 1, Math.ceilDiv(span.toMillis(), slotMillis));
    long allSum = 0;
    long badSum = 0;
    for (long slot = Math.max(0, last - slots); slot <= last; slot++) {
      allSum += all[index(slot)];
      badSum += bad[index(slot)];
    }
    return new EventCounts(allSum, badSum);
  }

  private long advance(Instant now) {
    long slot = Math.max(newest, now.toEpochMilli() / slotMillis);
    if (newest < 0) {
      newest = slot;
    }
    for (long next = Math.max(newest + 1, slot - all.length + 1); next <= slot; next++) {
      all[index(next)] = 0;
      bad[index(next)] = 0;
    }
    newest = slot;
    return slot;
  }

  private int index(long slot) {
    return (int) (slot % all.length);
  }
}
