package io.finstage.server.analysis;

import io.finstage.server.indicators.Indicators;
import io.finstage.server.indicators.Recipe;
import io.finstage.server.indicators.Resolution;
import io.finstage.server.market.Bar;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The door of live indicators and signals: bars that change go in, values come out. There is one
 * computation per symbol, interval and text, whoever listens. It begins with the newest bars of the
 * store, moves when a bar closes, looks ahead when the forming bar changes, and goes back to a
 * checkpoint when a bar is corrected.
 *
 * <pre>
 *   changed(bar)  --LiveInbox per symbol and interval-->  one thread  -->  LiveListener
 *                   closed bars in order; of the forming bar the newest
 * </pre>
 *
 * <p>So under pressure states of a forming bar are skipped, and no closed bar is.
 *
 * @param <T> what a topic is opened with, and told by
 */
public final class LiveIndicators<T> implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(LiveIndicators.class.getName());

  private record Key(Symbol symbol, Interval interval) {}

  private final LiveConfig config;
  private final LiveBars source;
  private final LiveListener<T> listener;
  private final InstantSource clock;

  /** As many as open topics at the most. */
  private final Map<Key, LiveSeries<T>> series = new ConcurrentHashMap<>();

  private final Map<Key, Integer> topicsOf = new HashMap<>();

  /** Each series is in it once at the most. */
  private final BlockingQueue<LiveSeries<T>> ready = new LinkedBlockingQueue<>();

  private final LongAdder evaluations = new LongAdder();
  private final LongAdder topics = new LongAdder();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("analysis-live").unstarted(this::run);

  /** Not started yet. */
  public LiveIndicators(
      LiveConfig config, LiveBars source, LiveListener<T> listener, InstantSource clock) {
    this.config = config;
    this.source = source;
    this.listener = listener;
    this.clock = clock;
  }

  public void start() {
    thread.start();
  }

  /**
   * Somebody listens to a topic that was not open. Only one thread may open and close. The store is
   * read when its turn comes, so that topics that wait hold no bars: tens of thousands may.
   *
   * @param text short text of an indicator or a signal
   * @param closedOnly whether only closed bars are told
   * @throws IllegalArgumentException when the text is none
   */
  public void open(T topic, Symbol symbol, Interval interval, String text, boolean closedOnly) {
    Supplier<LiveState> fresh = fresh(text);
    Key key = new Key(symbol, interval);
    topicsOf.merge(key, 1, Integer::sum);
    topics.increment();
    // Before the store is read: what changes from here on waits in the inbox.
    LiveSeries<T> opened =
        series.computeIfAbsent(
            key, it -> new LiveSeries<>(symbol, interval, source, listener, config));
    Optional<Bar> forming = source.forming(symbol, interval);
    wake(
        opened,
        opened.inbox.put(
            () -> opened.open(topic, text, closedOnly, fresh, forming, clock.instant())));
  }

  /** Nobody listens to a topic that was open. Only one thread may open and close. */
  public void close(Symbol symbol, Interval interval, String text, boolean closedOnly) {
    Key key = new Key(symbol, interval);
    LiveSeries<T> left = series.get(key);
    if (left == null) {
      return;
    }
    topics.decrement();
    Integer still = topicsOf.merge(key, -1, (a, b) -> a + b == 0 ? null : a + b);
    if (still == null) {
      series.remove(key);
    } else {
      wake(left, left.inbox.put(() -> left.close(text, closedOnly)));
    }
  }

  /**
   * A bar changed. Does not wait; cheap where nobody listens. One thread at a time per symbol and
   * interval.
   *
   * @param receivedAt when this server took in what changed it
   */
  public void changed(
      Symbol symbol, Interval interval, Bar bar, boolean closed, Instant receivedAt) {
    if (series.isEmpty()) {
      return;
    }
    LiveSeries<T> listening = series.get(new Key(symbol, interval));
    if (listening != null) {
      LiveInbox.Change change = new LiveInbox.Change(bar, receivedAt);
      wake(
          listening,
          closed ? listening.inbox.putClosed(change) : listening.inbox.putForming(change));
    }
  }

  /** Topics that are open. */
  public long topics() {
    return topics.sum();
  }

  /** Values computed. */
  public long evaluations() {
    return evaluations.sum();
  }

  /** What waits is dropped. */
  @Override
  public void close() {
    thread.interrupt();
  }

  /**
   * Makes states that have seen nothing.
   *
   * @throws IllegalArgumentException when the text stands for none
   */
  private static Supplier<LiveState> fresh(String text) {
    if (SignalParser.isSignal(text)) {
      return switch (SignalParser.parse(text)) {
        case SignalResolution.Ready(SignalRule rule) -> () -> LiveState.OfSignal.of(rule);
        case SignalResolution.Problem(String description) ->
            throw new IllegalArgumentException(description);
      };
    }
    return switch (Indicators.resolve(text)) {
      case Resolution.Ready(Recipe recipe) -> () -> new LiveState.OfIndicator(recipe);
      case Resolution.Problem(String field, String description) ->
          throw new IllegalArgumentException(field + " " + description);
    };
  }

  private void wake(LiveSeries<T> waiting, boolean first) {
    if (first) {
      ready.add(waiting);
    }
  }

  /** Works off what waits, until there is nothing; for tests without a thread. */
  void runReady() {
    LiveSeries<T> next = ready.poll();
    while (next != null) {
      turn(next);
      next = ready.poll();
    }
  }

  private void run() {
    try {
      while (true) {
        turn(ready.take());
      }
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.DEBUG, "closed", e);
    }
  }

  private void turn(LiveSeries<T> next) {
    try {
      evaluations.add(next.turn());
    } catch (RuntimeException e) {
      next.inbox.lose();
      LOG.log(
          System.Logger.Level.ERROR,
          "live indicators of " + next.symbol + " " + next.interval + " failed; they go on",
          e);
    }
  }
}
