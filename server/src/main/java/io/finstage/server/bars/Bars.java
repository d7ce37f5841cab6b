package io.finstage.server.bars;

import io.finstage.server.database.DatabaseStats;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Trade;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The door of what is live: trades go in, changes of bars come out. Thread-safe.
 *
 * <p>A bar that forms is not stored: after a restart it is put together from the shorter ones that
 * are, and goes on with the trades that come then.
 */
public final class Bars implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Bars.class.getName());
  private static final long REFRESH_SECONDS = 1;
  private static final long EXPIRE_SECONDS = 600;

  private final BarsConfig config;
  private final BarStore store;
  private final BarJournal journal;
  private final BarEngine engine;
  private final BarCounts counts = new BarCounts();
  private final ScheduledExecutorService housekeeping =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("bars-housekeeping").factory());

  /**
   * Not started yet.
   *
   * @param clock must not go backwards
   */
  public Bars(BarsConfig config, BarStore store, InstantSource clock) {
    this.config = config;
    this.store = store;
    this.journal = new BarJournal(store, config.storeMax());
    EarlierBars earlier =
        new EarlierBars(store, config.intervals(), config.session(), config.lateness());
    this.engine =
        new BarEngine(config, journal, new Beginnings(earlier, config.lateness()), counts, clock);
  }

  /** Starts its threads. */
  public void start() {
    engine.start();
    var _ =
        housekeeping.scheduleWithFixedDelay(
            guarded(store::refresh), 0, REFRESH_SECONDS, TimeUnit.SECONDS);
    var _ =
        housekeeping.scheduleWithFixedDelay(
            guarded(this::expire), 1, EXPIRE_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Takes in a trade. Waits while as many wait as may, {@code bars.queue-wait} at most.
   *
   * @param receivedAt when this server took it in
   * @return false: it becomes part of no bar, which is counted
   */
  public boolean accept(Trade trade, Instant receivedAt) {
    return !config.enabled() || engine.offer(trade, receivedAt);
  }

  /** The source of these symbols has come to its end: their bars close as they are. */
  public void finish(Predicate<Symbol> ended) {
    engine.finish(ended);
  }

  /** The source may have lost trades of {@code symbol} before the next one: watchers are told. */
  public void gap(Symbol symbol) {
    if (config.enabled()) {
      engine.gap(symbol);
    }
  }

  /** Has {@code watcher} told of every change from now on, for as long as this lives. */
  public void watch(BarWatcher watcher) {
    engine.watch(watcher);
  }

  /**
   * The newest bar of a symbol and interval, forming or closed, as it was told last. Empty when
   * none was built since the start.
   */
  public Optional<BarChange> current(Symbol symbol, Interval interval) {
    return engine.current(new HotBars.Key(symbol, interval));
  }

  /** What was. */
  public BarStore store() {
    return store;
  }

  public BarsStats stats() {
    DatabaseStats database = store.database();
    return new BarsStats(
        counts.built(),
        counts.corrected(),
        counts.lateRefused.sum(),
        counts.lost(),
        engine.symbols(),
        engine.queued(),
        store.stored(),
        store.waiting(),
        journal.givenUp(),
        new BarsStats.Durations(
            database.writes().boundsNanos(),
            database.writes().counts(),
            database.writes().sumNanos()));
  }

  /** Stores every closed bar, then ends; what forms is forgotten. Once, after {@link #start}. */
  @Override
  public void close() {
    housekeeping.shutdownNow();
    engine.close();
  }

  private void expire() {
    config.retention().forEach((interval, retention) -> store.expire(interval, retention).join());
  }

  /** A failure must not end the schedule. */
  private static Runnable guarded(Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "bars are not tidied up now; it is tried again", e);
      }
    };
  }
}
