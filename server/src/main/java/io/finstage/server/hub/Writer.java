package io.finstage.server.hub;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Empties one mailbox into one outlet. Run by one thread at a time: the shard's while the peer
 * reads, a thread of the subscriber's own once a write has blocked ({@link ShardRunner} hands it
 * over).
 */
final class Writer {

  /** What one drain came to. */
  enum Drained {
    /** Nothing was waiting. */
    EMPTY,
    /** All that was waiting is written. */
    ALL,
    /** A full batch is written; more may wait. */
    MORE,
    /** The peer is gone. */
    BROKEN,
    /** The last word is said. */
    ENDED
  }

  /** Last item of a mailbox. */
  record End(CloseReason reason) {}

  /** An update as the state at subscription. */
  record Snapshot(Update update) {}

  private static final System.Logger LOGGER = System.getLogger(Writer.class.getName());

  private final Subscriber subscriber;
  private final Outlet outlet;
  private final InstantSource clock;

  // Of the drain that is running.
  private int drainBytesMax;
  private int updates;
  private int answers;
  private boolean spoken;
  private long conflated;
  private @Nullable Update oldest;

  /** How long that one was held back because its subscription wants that. */
  private long oldestWaitedNanos;

  private volatile long lastSpokenNanos;
  private volatile long writingSinceNanos;
  private volatile @Nullable SkippedUpdates skipped;
  private volatile boolean heartbeatQueued;

  // Of the subscriber's own thread.
  private volatile @Nullable Thread own;
  private volatile boolean idle;
  private long demotedUntilNanos;
  private long demotionNanos;

  Writer(Subscriber subscriber, Outlet outlet, InstantSource clock) {
    this.subscriber = subscriber;
    this.outlet = outlet;
    this.clock = clock;
    this.lastSpokenNanos = Nanos.of(clock.instant());
  }

  Wire wire() {
    return outlet.wire();
  }

  /** Writes at most one batch. May block. */
  Drained drain(Batch batch) {
    try {
      batch.clear();
      drainBytesMax = subscriber.drainBytesMax();
      updates = 0;
      answers = 0;
      spoken = false;
      conflated = 0;
      oldest = null;
      End end = gather(batch);
      if (batch.isEmpty() && end == null) {
        subscriber.answered(answers);
        return Drained.EMPTY;
      }
      if (!batch.isEmpty()) {
        outlet.write(batch);
        written();
      }
      if (end != null) {
        outlet.end(end.reason());
        return Drained.ENDED;
      }
      return batch.length() < drainBytesMax ? Drained.ALL : Drained.MORE;
    } catch (IOException e) {
      return Drained.BROKEN;
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.ERROR, "a write failed; the connection is cut", e);
      return Drained.BROKEN;
    }
  }

  private @Nullable End gather(Batch batch) {
    while (batch.length() < drainBytesMax) {
      Object item = poll();
      switch (item) {
        case null -> {
          return null;
        }
        case Update update -> append(update, 0, 0, batch);
        case Slot slot -> {
          Update update = slot.take();
          if (update != null) {
            append(update, slot.takenConflated(), slot.takenWaitedNanos(), batch);
          }
        }
        case Snapshot snapshot -> {
          outlet.append(snapshot.update(), true, 0, batch);
          spoken = true;
        }
        case Event event -> append(event, batch);
        case End end -> {
          return end;
        }
        default -> throw new IllegalStateException("not for a mailbox: " + item);
      }
    }
    return null;
  }

  private @Nullable Object poll() {
    SkippedUpdates skipping = skipped;
    return skipping == null ? subscriber.mailbox.poll() : skipping.poll();
  }

  private void append(Update update, long folded, long waitedNanos, Batch batch) {
    outlet.append(update, false, folded, batch);
    updates++;
    spoken = true;
    conflated += folded;
    if (oldest == null) {
      oldest = update;
      oldestWaitedNanos = waitedNanos;
    }
  }

  private void append(Event event, Batch batch) {
    outlet.append(event, batch);
    // A page in a browser never sees a ping: only what it hears puts a heartbeat off.
    spoken |= !(event instanceof Event.Message);
    if (event instanceof Event.Reply) {
      answers++;
    } else if (event instanceof Event.Heartbeat) {
      heartbeatQueued = false;
    }
  }

  private void written() {
    Instant now = clock.instant();
    if (spoken) {
      lastSpokenNanos = Nanos.of(now);
    }
    HubCounters counters = subscriber.counters;
    if (updates > 0) {
      counters.deliveries(outlet.wire()).add(updates);
    }
    if (oldest != null) {
      counters.deliveryLatency.record(Nanos.between(oldest.receivedAt(), now) - oldestWaitedNanos);
    }
    if (conflated > 0) {
      counters.conflated.add(conflated);
    }
    if (answers > 0) {
      subscriber.answered(answers);
    }
  }

  /** From now on updates are announced as gaps: the reader could not take them in time. */
  void skipUpdates() {
    skipped = new SkippedUpdates(subscriber.mailbox, subscriber.counters);
  }

  /** Whether nothing was said for {@code silenceNanos} and no heartbeat waits. */
  boolean needsHeartbeat(long nowNanos, long silenceNanos) {
    return !heartbeatQueued && nowNanos - lastSpokenNanos >= silenceNanos;
  }

  void heartbeatQueued() {
    heartbeatQueued = true;
  }

  /** Whether one write has blocked for longer than {@code graceNanos}. */
  boolean isStuck(long nowNanos, long graceNanos) {
    long since = writingSinceNanos;
    return since != 0 && nowNanos - since > graceNanos;
  }

  /** Cuts the connection. */
  void abort(CloseReason reason) {
    outlet.abort(reason);
  }

  // --- the subscriber's own thread ---

  /** Whether the subscriber has a writer of its own, which the shard only wakes. */
  boolean hasOwn() {
    return own != null;
  }

  /** The shard's thread blocks in this subscriber's write and becomes its own writer. */
  void demote(Thread thread, long nowNanos) {
    demotionNanos = Demotion.next(demotionNanos, nowNanos - demotedUntilNanos);
    demotedUntilNanos = nowNanos + demotionNanos;
    writingSinceNanos = nowNanos;
    own = thread;
    subscriber.counters.demoted.increment();
  }

  /** The shard writes again. */
  void promote() {
    own = null;
    subscriber.counters.demoted.decrement();
  }

  /** Wakes the own writer if it waits; the caller has offered something before. */
  void wake() {
    VarHandle.fullFence();
    if (idle) {
      idle = false;
      LockSupport.unpark(own);
    }
  }

  /**
   * Life of the own writer, beginning after the write that blocked.
   *
   * @return whether the conversation is over; else it has caught up and may be written by the shard
   */
  boolean runOwn(Drained first, Batch batch) {
    Drained drained = first;
    while (true) {
      writingSinceNanos = 0;
      if (subscriber.isGone() || drained == Drained.BROKEN || drained == Drained.ENDED) {
        return true;
      }
      if (drained == Drained.EMPTY) {
        if (Nanos.of(clock.instant()) - demotedUntilNanos >= 0) {
          return false;
        }
        awaitOffer();
      }
      writingSinceNanos = Nanos.of(clock.instant());
      drained = drain(batch);
    }
  }

  private void awaitOffer() {
    idle = true;
    while (idle && subscriber.mailbox.isEmpty() && !subscriber.isGone()) {
      LockSupport.park(this);
    }
    idle = false;
  }
}
