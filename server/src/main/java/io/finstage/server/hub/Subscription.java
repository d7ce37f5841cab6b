package io.finstage.server.hub;

import org.jspecify.annotations.Nullable;

/**
 * One subscriber's interest in one topic. Owned by the shard; only the slot is shared with the
 * writer.
 *
 * <p>Nothing is lost silently, by this rule: {@code lastSequence} is the last item that was
 * offered, folded or announced as a gap. When an item cannot be offered because the mailbox is
 * full, the subscription is <em>behind</em>: it ignores live items and, as soon as there is room,
 * goes on from the ring. What the ring no longer holds is announced as a gap. A resume is the same
 * thing with another start.
 */
final class Subscription {

  /** Index in the audience; kept by {@link Audience}. */
  int seat = -1;

  /** When INTERVAL may deliver next, in nanoseconds of the hub's clock. */
  long dueNanos;

  /** Whether the shard's timer holds this subscription. */
  boolean scheduled;

  final Subscriber subscriber;
  final Audience audience;

  /** Whether the client named the symbol, as opposed to asking for all. */
  final boolean named;

  private final Delivery delivery;
  private final long intervalNanos;
  private Slot slot = new Slot();
  private @Nullable Update held;
  private long heldConflated;
  private long lastSequence;
  private boolean behind;

  Subscription(
      Subscriber subscriber,
      Audience audience,
      Delivery delivery,
      boolean named,
      long lastSequence) {
    this.subscriber = subscriber;
    this.audience = audience;
    this.delivery = delivery;
    this.named = named;
    this.lastSequence = lastSequence;
    this.intervalNanos =
        delivery instanceof Delivery.Interval every ? every.interval().toNanos() : 0;
  }

  Delivery delivery() {
    return delivery;
  }

  long lastSequence() {
    return lastSequence;
  }

  boolean isBehind() {
    return behind;
  }

  /** Takes a live item, in the order of the sequences. */
  void accept(Sequenced item, long nowNanos, Shard shard) {
    long sequence = item.sequence();
    if (sequence <= lastSequence) {
      return;
    }
    if (behind) {
      return;
    }
    if (sequence != lastSequence + 1 || !offer(item, nowNanos, shard)) {
      behind = true;
      shard.fellBehind(this);
    }
  }

  /** Starts behind: the items after the last sequence come from the ring. */
  void startBehind(Shard shard) {
    behind = true;
    shard.fellBehind(this);
  }

  /** Goes on from the ring as far as there is room; returns whether it is still behind. */
  boolean catchUp(long nowNanos, Shard shard) {
    TopicLog log = audience.log();
    if (log == null || seat < 0) {
      behind = false;
      return false;
    }
    behind = true;
    while (lastSequence < log.sequence()) {
      Sequenced item = log.ring().get(lastSequence + 1);
      if (item == null) {
        if (!subscriber.mailbox.hasRoom()) {
          return true;
        }
        long oldest = log.sequence() - log.ring().capacity() + 1;
        if (oldest > lastSequence + 1) {
          announce(new Gap(log.topic(), lastSequence + 1, oldest - 1, Gap.Cause.SLOW_CONSUMER));
          lastSequence = oldest - 1;
          // It may be all that fits: without this nobody would write it, and there would be no
          // room.
          shard.dirty(subscriber);
        }
      } else if (!offer(item, nowNanos, shard)) {
        return true;
      }
    }
    behind = false;
    return false;
  }

  /** Offers what INTERVAL held back, now that it is due. */
  void due(long nowNanos, Shard shard) {
    Update update = held;
    if (update != null) {
      held = null;
      long folded = heldConflated;
      heldConflated = 0;
      long wanted = Math.min(nowNanos, dueNanos) - Nanos.of(update.receivedAt());
      dueNanos = nowNanos + intervalNanos;
      put(update, folded, Math.max(0, wanted), shard);
    }
  }

  /** Announces as a gap what it is behind in, since nothing more will be offered. */
  void giveUp(long nowNanos, Shard shard) {
    due(nowNanos, shard);
    TopicLog log = audience.log();
    if (behind && log != null && log.sequence() > lastSequence) {
      long newest = log.sequence();
      announce(new Gap(log.topic(), lastSequence + 1, newest, Gap.Cause.SLOW_CONSUMER));
      lastSequence = newest;
    }
  }

  /** Announces what is lost, after everything that was offered before. */
  void announce(Gap gap) {
    subscriber.counters.announced(gap);
    sealSlot();
    subscriber.mailbox.offer(gap);
  }

  private boolean offer(Sequenced item, long nowNanos, Shard shard) {
    switch (item) {
      case Update update -> {
        switch (delivery) {
          case Delivery.Every _ -> {
            if (!subscriber.mailbox.hasRoom()) {
              return false;
            }
            subscriber.mailbox.offer(update);
            shard.dirty(subscriber);
          }
          case Delivery.Latest _ -> put(update, 0, 0, shard);
          case Delivery.Interval _ -> pace(update, nowNanos, shard);
        }
      }
      case OpeningState state -> {
        if (!subscriber.mailbox.hasRoom()) {
          return false;
        }
        // Also to who wants no snapshot: it has a sequence, and a hole would look like a loss.
        subscriber.mailbox.offer(new Writer.Snapshot(state.update()));
        shard.dirty(subscriber);
      }
      case UpstreamHole hole -> {
        if (!subscriber.mailbox.hasRoom()) {
          return false;
        }
        due(nowNanos, shard);
        announce(hole.gap());
        shard.dirty(subscriber);
      }
    }
    lastSequence = item.sequence();
    return true;
  }

  private void pace(Update update, long nowNanos, Shard shard) {
    if (held == null && nowNanos - dueNanos >= 0) {
      dueNanos = nowNanos + intervalNanos;
      put(update, 0, 0, shard);
      return;
    }
    if (held != null) {
      heldConflated++;
    }
    held = update;
    shard.schedule(this);
  }

  private void put(Update update, long folded, long waitedNanos, Shard shard) {
    if (slot.put(update, folded, waitedNanos)) {
      subscriber.mailbox.offer(slot);
    }
    shard.dirty(subscriber);
  }

  /**
   * What is in the slot stays before what is offered next: later updates get a slot of their own.
   */
  private void sealSlot() {
    if (!(delivery instanceof Delivery.Every)) {
      slot = new Slot();
    }
  }
}
