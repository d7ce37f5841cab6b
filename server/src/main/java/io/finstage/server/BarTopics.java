package io.finstage.server;

import io.finstage.server.api.TopicState;
import io.finstage.server.bars.BarChange;
import io.finstage.server.bars.BarWatcher;
import io.finstage.server.bars.Bars;
import io.finstage.server.bars.StoreUnavailableException;
import io.finstage.server.hub.Aspect;
import io.finstage.server.hub.Channel;
import io.finstage.server.hub.PriceHub;
import io.finstage.server.hub.Topic;
import io.finstage.server.hub.TopicSource;
import io.finstage.server.market.Bar;
import io.finstage.server.market.BarSeries;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The channel of bars: tells the hub of every change that somebody listens to. Thread-safe. */
final class BarTopics implements TopicSource, BarWatcher {

  private record Key(Symbol symbol, Interval interval, boolean closedOnly) {}

  private final PriceHub hub;
  private final Bars bars;
  private final Map<Key, Topic> open = new ConcurrentHashMap<>();

  /**
   * The newest closed bar, as it was told last: the store may not have it yet. As many as there are
   * symbols with bars, times intervals.
   */
  private final Map<Key, BarChange> closed = new ConcurrentHashMap<>();

  BarTopics(PriceHub hub, Bars bars) {
    this.hub = hub;
    this.bars = bars;
  }

  /** Before anybody subscribes. */
  void start() {
    hub.serve(Channel.BARS, this);
    bars.watch(this);
  }

  @Override
  public void opened(Topic topic) {
    if (topic.aspect() instanceof Aspect.Bars(Interval interval, boolean closedOnly)) {
      Symbol symbol = topic.symbol();
      open.put(new Key(symbol, interval, closedOnly), topic);
      // After it is open: what changes from here on is published, and newer than this.
      newest(symbol, interval, closedOnly)
          .ifPresentOrElse(
              change -> hub.publishState(topic, state(change), change.receivedAt()),
              () -> publishStored(topic, symbol, interval));
    }
  }

  @Override
  public void closed(Topic topic) {
    if (topic.aspect() instanceof Aspect.Bars(Interval interval, boolean closedOnly)) {
      open.remove(new Key(topic.symbol(), interval, closedOnly));
    }
  }

  @Override
  public void changed(BarChange change) {
    if (change.closed()) {
      closed.merge(
          new Key(change.symbol(), change.interval(), true),
          change,
          (before, now) -> now.bar().openAt().isBefore(before.bar().openAt()) ? before : now);
    }
    if (open.isEmpty()) {
      return;
    }
    publish(change, false);
    if (change.closed()) {
      publish(change, true);
    }
  }

  @Override
  public void lost(Symbol symbol) {
    if (open.isEmpty()) {
      return;
    }
    for (Interval interval : Interval.values()) {
      for (boolean closedOnly : new boolean[] {false, true}) {
        Topic topic = open.get(new Key(symbol, interval, closedOnly));
        if (topic != null) {
          hub.upstreamGap(topic);
        }
      }
    }
  }

  private Optional<BarChange> newest(Symbol symbol, Interval interval, boolean closedOnly) {
    return closedOnly
        ? Optional.ofNullable(closed.get(new Key(symbol, interval, true)))
        : bars.current(symbol, interval);
  }

  private void publish(BarChange change, boolean closedOnly) {
    Topic topic = open.get(new Key(change.symbol(), change.interval(), closedOnly));
    if (topic != null) {
      hub.publish(topic, state(change), change.receivedAt());
    }
  }

  /** Nothing was built since the start, or nothing closed: the newest bar of before. */
  private void publishStored(Topic topic, Symbol symbol, Interval interval) {
    stored(symbol, interval)
        .ifPresent(bar -> hub.publishState(topic, new TopicState.OfBar(bar, true), bar.openAt()));
  }

  private Optional<Bar> stored(Symbol symbol, Interval interval) {
    try {
      BarSeries last = bars.store().last(symbol, interval, 1);
      return last.size() == 0
          ? Optional.empty()
          : bars.store().range(symbol, interval, last.openAtMillis()[0], Long.MAX_VALUE, 1).stream()
              .findFirst();
    } catch (StoreUnavailableException e) {
      System.getLogger(BarTopics.class.getName())
          .log(System.Logger.Level.WARNING, "no bar to begin with", e);
      return Optional.empty();
    }
  }

  private static TopicState state(BarChange change) {
    return new TopicState.OfBar(change.bar(), change.closed());
  }
}
