package io.finstage.server.hub;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MpscArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A share of the subscribers, and everything that is known of them. One thread at a time runs it,
 * by turns: {@link #step} takes what waits in the queue and offers it to mailboxes, then every
 * subscriber that {@link #nextDirty} names is written to. {@link ShardRunner} is that thread; a
 * test may be it as well.
 *
 * <p>The queue is bounded: when it is full, whoever puts waits for the shard. The shard itself
 * never waits for a subscriber.
 */
final class Shard {

  private static final System.Logger LOGGER = System.getLogger(Shard.class.getName());

  /** Items taken in one turn, before what they led to is written. */
  private static final int TURN_MAX = 512;

  /** While a subscriber is behind, how often its mailbox is looked at. */
  private static final long RETRY_NANOS = Duration.ofMillis(5).toNanos();

  /** Looks at every subscriber within the shortest of the times that they are held to. */
  private static final int SCANS = 10;

  private static final long FULL_QUEUE_PARK_NANOS = 50_000;

  /** Bytes gathered for one write, from now on; any thread. */
  final AtomicInteger drainBytesMax;

  private final HubConfig config;
  private final InstantSource clock;
  private final MpscArrayQueue<Object> queue;
  private final SubscriptionBook book;
  private final Set<Subscriber> subscribers = new LinkedHashSet<>();
  private final Deque<Subscriber> dirty = new ArrayDeque<>();
  private final Deque<Subscriber> behind = new ArrayDeque<>();
  private final PriorityQueue<Subscription> timer =
      new PriorityQueue<>(Comparator.comparingLong((Subscription s) -> s.dueNanos));
  private final long scanNanos;
  private @Nullable CloseReason closing;
  private long nextScanNanos;
  private long nextRetryNanos;
  private volatile long deadlineNanos = Long.MIN_VALUE;
  private volatile Runnable waker = () -> {};
  private volatile boolean stopped;

  Shard(HubConfig config, InstantSource clock, TopicLogs logs) {
    this.config = config;
    this.drainBytesMax = new AtomicInteger(config.drainBytesMax());
    this.clock = clock;
    this.queue = new MpscArrayQueue<>(Math.max(2, config.queueMax()));
    this.book = new SubscriptionBook(this, logs);
    this.scanNanos =
        Math.min(
                config.heartbeatInterval().toNanos(),
                Math.min(config.slowConsumerGrace().toNanos(), config.closeTimeout().toNanos()))
            / SCANS;
  }

  HubConfig config() {
    return config;
  }

  InstantSource clock() {
    return clock;
  }

  /** Called after every put. */
  void wakeWith(Runnable waker) {
    this.waker = waker;
  }

  /** Puts an item into the queue; waits while it is full, unless the shard has stopped. */
  void put(Object item) {
    while (!queue.offer(item)) {
      if (stopped) {
        return;
      }
      waker.run();
      LockSupport.parkNanos(this, FULL_QUEUE_PARK_NANOS);
    }
    waker.run();
  }

  /**
   * Like {@link #put}, but waits while the queue is more than half full: what is computed from
   * ticks must not keep ticks waiting.
   */
  void putPatiently(Object item) {
    while (queue.size() > queue.capacity() / 2 && !stopped) {
      waker.run();
      LockSupport.parkNanos(this, FULL_QUEUE_PARK_NANOS);
    }
    put(item);
  }

  boolean isQueueEmpty() {
    return queue.isEmpty();
  }

  /** When the next step is due even if nothing is put, in nanoseconds of the clock. */
  long deadlineNanos() {
    return deadlineNanos;
  }

  void stop() {
    stopped = true;
    waker.run();
  }

  boolean isStopped() {
    return stopped;
  }

  // --- one turn ---

  /** Takes what waits, up to a bound, and what is due; returns how many items were taken. */
  int step(long nowNanos) {
    int taken = 0;
    while (taken < TURN_MAX) {
      Object item = queue.poll();
      if (item == null) {
        break;
      }
      taken++;
      switch (item) {
        case Sequenced sequenced -> book.fanOut(sequenced, nowNanos);
        case Command command -> carryOut(command, nowNanos);
        default -> throw new IllegalStateException("not for a shard: " + item);
      }
    }
    while (!timer.isEmpty() && timer.peek().dueNanos - nowNanos <= 0) {
      Subscription due = timer.remove();
      due.scheduled = false;
      due.due(nowNanos, this);
    }
    if (nowNanos - nextRetryNanos >= 0) {
      nextRetryNanos = nowNanos + RETRY_NANOS;
      retryAll(nowNanos);
    }
    if (nowNanos - nextScanNanos >= 0) {
      nextScanNanos = nowNanos + scanNanos;
      scan(nowNanos);
    }
    deadlineNanos = nextDeadline();
    return taken;
  }

  /** The next subscriber that has something to be written; null when there is none. */
  @Nullable Subscriber nextDirty() {
    Subscriber subscriber = dirty.poll();
    if (subscriber != null) {
      subscriber.dirty = false;
    }
    return subscriber;
  }

  boolean hasDirty() {
    return !dirty.isEmpty();
  }

  /** What a write by the shard's own thread came to. */
  void wrote(Subscriber subscriber, Writer.Drained drained, long nowNanos) {
    switch (drained) {
      case EMPTY, ALL -> {
        if (!subscriber.behind.isEmpty()) {
          retry(subscriber, nowNanos);
        }
      }
      case MORE -> {
        retry(subscriber, nowNanos);
        dirty(subscriber);
      }
      case BROKEN -> {
        subscriber.writer.abort(subscriber.reason);
        finish(subscriber);
      }
      case ENDED -> finish(subscriber);
    }
  }

  /** Marks that something was offered to the subscriber's mailbox. */
  void dirty(Subscriber subscriber) {
    if (!subscriber.dirty) {
      subscriber.dirty = true;
      dirty.add(subscriber);
    }
  }

  void schedule(Subscription subscription) {
    if (!subscription.scheduled) {
      subscription.scheduled = true;
      timer.add(subscription);
    }
  }

  void unschedule(Subscription subscription) {
    if (subscription.scheduled) {
      subscription.scheduled = false;
      timer.remove(subscription);
    }
  }

  void fellBehind(Subscription subscription) {
    Subscriber subscriber = subscription.subscriber;
    subscriber.behind.add(subscription);
    if (!subscriber.listedBehind) {
      subscriber.listedBehind = true;
      behind.add(subscriber);
    }
  }

  private void carryOut(Command command, long nowNanos) {
    switch (command) {
      case Command.Join(Subscriber subscriber, Event.Message welcome) -> {
        subscribers.add(subscriber);
        say(subscriber, welcome);
        if (closing != null) {
          beginClose(subscriber, closing, nowNanos);
        }
      }
      case Command.Subscribe(Subscriber subscriber, SubscribeRequest request) -> {
        if (subscriber.state == Subscriber.State.OPEN) {
          book.subscribe(subscriber, request, nowNanos);
          retry(subscriber, nowNanos);
        }
      }
      case Command.Unsubscribe(Subscriber subscriber, UnsubscribeRequest request) ->
          say(subscriber, book.unsubscribe(subscriber, request));
      case Command.ListAll(Subscriber subscriber, String requestId, List<?> others) ->
          say(subscriber, book.list(subscriber, requestId, others));
      case Command.Say(Subscriber subscriber, Event event) -> say(subscriber, event);
      case Command.Close(Subscriber subscriber, CloseReason reason) ->
          beginClose(subscriber, reason, nowNanos);
      case Command.CloseAll(CloseReason reason) -> {
        closing = reason;
        subscribers.forEach(subscriber -> beginClose(subscriber, reason, nowNanos));
      }
      case Command.Leave(Subscriber subscriber) -> {
        if (subscriber.writer.hasOwn()) {
          subscriber.writer.abort(subscriber.reason);
        }
        finish(subscriber);
      }
      case Command.OwnWriterEnded(Subscriber subscriber, boolean over) -> {
        subscriber.writer.promote();
        if (subscriber.state == Subscriber.State.ENDED) {
          subscriber.quiet();
        } else if (over) {
          subscriber.writer.abort(subscriber.reason);
          finish(subscriber);
        } else {
          dirty(subscriber);
        }
      }
    }
  }

  void say(Subscriber subscriber, Event event) {
    if (subscriber.state == Subscriber.State.OPEN) {
      subscriber.mailbox.offer(event);
      dirty(subscriber);
    }
  }

  // --- what time brings ---

  private long nextDeadline() {
    long next = nextScanNanos;
    if (!behind.isEmpty()) {
      next = Math.min(next, nextRetryNanos);
    }
    Subscription first = timer.peek();
    return first == null ? next : Math.min(next, first.dueNanos);
  }

  private void retryAll(long nowNanos) {
    for (int i = behind.size(); i > 0; i--) {
      Subscriber subscriber = behind.remove();
      subscriber.listedBehind = false;
      retry(subscriber, nowNanos);
      if (!subscriber.behind.isEmpty()) {
        subscriber.listedBehind = true;
        behind.add(subscriber);
      }
    }
  }

  /** Goes on with what the subscriber is behind in, while its mailbox has room. */
  private void retry(Subscriber subscriber, long nowNanos) {
    Subscription first = subscriber.behind.peek();
    while (first != null && !first.catchUp(nowNanos, this)) {
      subscriber.behind.remove();
      first = subscriber.behind.peek();
    }
    noteFullness(subscriber, nowNanos);
  }

  private static void noteFullness(Subscriber subscriber, long nowNanos) {
    if (!subscriber.full && !subscriber.mailbox.hasRoom()) {
      subscriber.full = true;
      subscriber.fullSinceNanos = nowNanos;
    } else if (subscriber.full && subscriber.mailbox.isHalfEmpty()) {
      subscriber.full = false;
    }
  }

  private void scan(long nowNanos) {
    long silenceNanos = config.heartbeatInterval().toNanos();
    long graceNanos = config.slowConsumerGrace().toNanos();
    List<Subscriber> overdue = new ArrayList<>();
    for (Subscriber subscriber : subscribers) {
      Writer writer = subscriber.writer;
      if (subscriber.state == Subscriber.State.CLOSING) {
        if (nowNanos - subscriber.closeDeadlineNanos >= 0) {
          overdue.add(subscriber);
        }
      } else if (isTooSlow(subscriber, nowNanos, graceNanos)) {
        LOGGER.log(
            System.Logger.Level.INFO,
            "a {0} subscriber of {1} topics is too slow and is closed",
            writer.wire(),
            subscriber.subscriptions.size());
        writer.skipUpdates();
        book.giveUp(subscriber, nowNanos);
        beginClose(subscriber, CloseReason.SLOW_CONSUMER, nowNanos);
      } else if (writer.needsHeartbeat(nowNanos, silenceNanos)) {
        writer.heartbeatQueued();
        say(subscriber, new Event.Heartbeat(clock.instant(), sequences(subscriber)));
      }
    }
    for (Subscriber subscriber : overdue) {
      // Who has left and does not take what was queued for it is too slow as well.
      boolean left = subscriber.reason == CloseReason.CLIENT_LEFT;
      subscriber.writer.abort(left ? CloseReason.SLOW_CONSUMER : subscriber.reason);
      finish(subscriber);
    }
  }

  private static boolean isTooSlow(Subscriber subscriber, long nowNanos, long graceNanos) {
    noteFullness(subscriber, nowNanos);
    return subscriber.writer.isStuck(nowNanos, graceNanos)
        || (subscriber.full && nowNanos - subscriber.fullSinceNanos > graceNanos);
  }

  private Map<Topic, Long> sequences(Subscriber subscriber) {
    Map<Topic, Long> sequences = new TreeMap<>();
    for (Subscription subscription : subscriber.subscriptions.values()) {
      if (subscription.lastSequence() > 0 && sequences.size() < config.symbolsPerConnectionMax()) {
        sequences.put(subscription.audience.topic(), subscription.lastSequence());
      }
    }
    return sequences;
  }

  // --- the end of a conversation ---

  private void beginClose(Subscriber subscriber, CloseReason reason, long nowNanos) {
    if (subscriber.state != Subscriber.State.OPEN) {
      return;
    }
    book.forget(subscriber);
    if (reason != CloseReason.CLIENT_LEFT) {
      say(subscriber, new Event.Closing(reason));
    }
    subscriber.state = Subscriber.State.CLOSING;
    subscriber.reason = reason;
    subscriber.closeDeadlineNanos = nowNanos + config.closeTimeout().toNanos();
    subscriber.mailbox.offer(new Writer.End(reason));
    dirty(subscriber);
  }

  private void finish(Subscriber subscriber) {
    if (subscriber.state == Subscriber.State.ENDED) {
      return;
    }
    book.forget(subscriber);
    subscriber.state = Subscriber.State.ENDED;
    subscribers.remove(subscriber);
    subscriber.forget();
  }
}
