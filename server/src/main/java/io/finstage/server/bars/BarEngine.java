package io.finstage.server.bars;

import io.finstage.server.market.Symbol;
import io.finstage.server.market.Trade;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jctools.queues.MpscArrayQueue;

/**
 * The one thread that builds bars: takes what waits, builds, hands closed bars to the store, tells,
 * parks. A bar is with the store before anybody is told that it is closed: who is told, and then
 * asks for the newest bars, finds it.
 *
 * <p>Who offers a trade while the queue is full waits for a bounded time. If there is no room then,
 * the trade becomes no bar and is counted: prices must go on. Bars have no mark for that; the count
 * and the log say that bars of this time are short of trades.
 */
final class BarEngine {

  private static final System.Logger LOG = System.getLogger(BarEngine.class.getName());
  private static final int TURN_MAX = 512;
  private static final long TICK_MILLIS = 250;
  private static final long RETRY_MILLIS = 1000;
  private static final long FULL_PARK_NANOS = 100_000;
  private static final long STORE_FULL_PARK_NANOS = 1_000_000;

  /** What the thread is told. */
  private sealed interface Message {
    record Took(Trade trade, Instant receivedAt) implements Message {}

    record Ended(Predicate<Symbol> symbols) implements Message {}

    record Lost(Symbol symbol) implements Message {}
  }

  private final BarBuilder builder;
  private final BarJournal journal;
  private final Beginnings beginnings;
  private final InstantSource clock;
  private final BarsConfig config;
  private final BarCounts counts;
  private final MpscArrayQueue<Message> queue;
  private final ConcurrentMap<HotBars.Key, BarChange> newest = new ConcurrentHashMap<>();
  private final CopyOnWriteArrayList<BarWatcher> watchers = new CopyOnWriteArrayList<>();
  private final List<BarChange> changes = new ArrayList<>();
  private final Thread thread = Thread.ofPlatform().name("bars-engine").unstarted(this::run);
  private volatile boolean parked;
  private volatile boolean closed;
  private volatile int symbols;
  private long tickedMillis;
  private long retriedMillis;

  BarEngine(
      BarsConfig config,
      BarJournal journal,
      Beginnings beginnings,
      BarCounts counts,
      InstantSource clock) {
    this.config = config;
    this.journal = journal;
    this.beginnings = beginnings;
    this.counts = counts;
    this.clock = clock;
    this.queue = new MpscArrayQueue<>(config.queueMax());
    this.builder =
        new BarBuilder(
            config.intervals(), config.session(), config.lateness(), config.symbolsMax());
  }

  void start() {
    beginnings.start(() -> LockSupport.unpark(thread));
    thread.start();
  }

  void watch(BarWatcher watcher) {
    watchers.add(watcher);
  }

  Optional<BarChange> current(HotBars.Key key) {
    return Optional.ofNullable(newest.get(key));
  }

  /** Whether it will become part of bars; waits for room, but not for long. */
  boolean offer(Trade trade, Instant receivedAt) {
    return put(new Message.Took(trade, receivedAt));
  }

  void finish(Predicate<Symbol> ended) {
    put(new Message.Ended(ended));
  }

  void gap(Symbol symbol) {
    put(new Message.Lost(symbol));
  }

  int symbols() {
    return symbols;
  }

  int queued() {
    return queue.size();
  }

  /** Builds what waits, stores what is closed, then ends. */
  void close() {
    closed = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean put(Message message) {
    boolean taken = queue.offer(message);
    if (!taken) {
      taken = waitForRoom(message);
    }
    if (taken && parked) {
      LockSupport.unpark(thread);
    }
    return taken;
  }

  private boolean waitForRoom(Message message) {
    Instant end = clock.instant().plus(config.queueWait());
    while (!closed && clock.instant().isBefore(end)) {
      LockSupport.parkNanos(this, FULL_PARK_NANOS);
      if (queue.offer(message)) {
        return true;
      }
    }
    counts.queueFull.increment();
    return false;
  }

  private void run() {
    while (!closed || !queue.isEmpty()) {
      try {
        int taken = turn();
        if (journal.isFull()) {
          LockSupport.parkNanos(this, STORE_FULL_PARK_NANOS);
        } else if (taken == 0 && !closed) {
          park();
        }
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "a turn of the bars failed; it goes on", e);
      }
    }
    try {
      beginnings.close();
      tell();
    } finally {
      journal.close();
    }
  }

  private int turn() {
    int taken = 0;
    if (!journal.isFull()) {
      while (taken < TURN_MAX) {
        Message message = queue.relaxedPoll();
        if (message == null) {
          break;
        }
        take(message);
        taken++;
      }
    }
    long now = clock.millis();
    if (now - tickedMillis >= TICK_MILLIS) {
      tickedMillis = now;
      builder.close(clock.instant());
    }
    tell();
    if (now - retriedMillis >= RETRY_MILLIS) {
      retriedMillis = now;
      journal.retry();
    }
    return taken;
  }

  private void take(Message message) {
    switch (message) {
      case Message.Took(Trade trade, Instant receivedAt) -> {
        switch (builder.accept(trade, receivedAt)) {
          case OK -> {}
          case FIRST -> {
            symbols = builder.symbols();
            builder.hold(trade.symbol());
            beginnings.ask(trade.symbol(), trade.at().toEpochMilli());
          }
          case LATE -> counts.lateRefused.increment();
          case SYMBOLS_MAX -> counts.symbolsMax.increment();
        }
      }
      case Message.Ended(Predicate<Symbol> ended) -> builder.finish(ended, clock.instant());
      case Message.Lost(Symbol symbol) -> {
        // What came before it is told before it.
        tell();
        watchers.forEach(watcher -> guard(() -> watcher.lost(symbol)));
      }
    }
  }

  private void tell() {
    Beginnings.Found found = beginnings.poll();
    while (found != null) {
      builder.begin(found.symbol(), found.parts(), clock.instant());
      found = beginnings.poll();
    }
    try {
      builder.flush(changes::add);
      changes.forEach(this::note);
      journal.flush();
      for (BarChange change : changes) {
        for (BarWatcher watcher : watchers) {
          guard(() -> watcher.changed(change));
        }
      }
    } finally {
      changes.clear();
    }
  }

  private void note(BarChange change) {
    counts.count(change);
    HotBars.Key key = new HotBars.Key(change.symbol(), change.interval());
    BarChange before = newest.get(key);
    if (before == null || !change.bar().openAt().isBefore(before.bar().openAt())) {
      newest.put(key, change);
    }
    if (change.closed()) {
      journal.add(change);
    }
  }

  private static void guard(Runnable telling) {
    try {
      telling.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a watcher of bars failed", e);
    }
  }

  private void park() {
    parked = true;
    if (queue.isEmpty() && beginnings.isEmpty() && !closed) {
      LockSupport.parkNanos(this, TICK_MILLIS * 1_000_000);
    }
    parked = false;
  }
}
