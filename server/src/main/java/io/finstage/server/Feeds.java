package io.finstage.server;

import io.finstage.server.bars.Bars;
import io.finstage.server.feed.Feed;
import io.finstage.server.feed.FeedStats;
import io.finstage.server.feed.MarketDataSource;
import io.finstage.server.feed.Pacer;
import io.finstage.server.feed.StartGate;
import io.finstage.server.feed.TickCheck;
import io.finstage.server.feed.replay.ReplayConfig;
import io.finstage.server.feed.replay.ReplaySource;
import io.finstage.server.feed.simulated.SimulatedConfig;
import io.finstage.server.feed.simulated.SimulatedSource;
import io.finstage.server.hub.PriceHub;
import io.finstage.server.metrics.FeedReading;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** The sources that the configuration names, and the one of TEST, each under supervision. */
final class Feeds implements AutoCloseable {

  private final List<Feed> feeds;

  private Feeds(List<Feed> feeds) {
    this.feeds = feeds;
  }

  /** Not started yet. */
  static Feeds of(
      ServerConfig.Sources config,
      TickCheck check,
      PriceHub hub,
      Bars bars,
      SymbolSources names,
      InstantSource clock)
      throws StartException {
    List<Feed> feeds = new ArrayList<>();
    for (MarketDataSource source : sources(config, check, hub, clock)) {
      String name = source.name();
      HubSink sink = new HubSink(hub, bars, names, name);
      Runnable finish = () -> bars.finish(symbol -> names.of(symbol).equals(name));
      feeds.add(
          new Feed(
              new EndingSource(source, finish),
              sink,
              config.supervision(),
              clock,
              RandomGenerator.getDefault()));
    }
    return new Feeds(feeds);
  }

  void start() {
    feeds.forEach(Feed::start);
  }

  /** Readings of now. */
  List<FeedReading> readings() {
    return feeds.stream().map(feed -> reading(feed.stats())).toList();
  }

  /** No tick comes from here after this. */
  @Override
  public void close() {
    feeds.forEach(Feed::close);
  }

  private static List<MarketDataSource> sources(
      ServerConfig.Sources config, TickCheck check, PriceHub hub, InstantSource clock)
      throws StartException {
    Pacer pacer = Pacer.of(System::nanoTime);
    List<MarketDataSource> sources = new ArrayList<>();
    sources.add(new SimulatedSource(SimulatedConfig.testSymbol(), clock, pacer));
    switch (config.source()) {
      case SIMULATED -> sources.add(new SimulatedSource(config.simulated(), clock, pacer));
      case REPLAY -> {
        ReplayConfig replay = config.replay().orElseThrow();
        StartGate gate = gate(config.waitForSubscriber(), hub);
        try {
          sources.add(new ReplaySource(replay, check, gate, clock, pacer));
        } catch (IllegalArgumentException e) {
          throw new StartException(String.valueOf(e.getMessage()), e);
        }
      }
      case NONE -> {}
    }
    return sources;
  }

  private static StartGate gate(boolean waitForSubscriber, PriceHub hub) {
    if (!waitForSubscriber) {
      return StartGate.opened();
    }
    StartGate gate = new StartGate();
    var _ = hub.firstSubscription().thenRun(gate::open);
    return gate;
  }

  private static FeedReading reading(FeedStats stats) {
    Map<String, Long> rejected =
        stats.refused().entrySet().stream()
            .collect(Collectors.toMap(e -> e.getKey().name(), Map.Entry::getValue));
    FeedReading.State state =
        switch (stats.state()) {
          case CONNECTING -> FeedReading.State.CONNECTING;
          case BACKING_OFF -> FeedReading.State.BACKING_OFF;
          case EMITTING -> FeedReading.State.EMITTING;
          case MUTE -> FeedReading.State.MUTE;
          case WAITING_FOR_SUBSCRIBER -> FeedReading.State.WAITING_FOR_SUBSCRIBER;
          case FINISHED -> FeedReading.State.FINISHED;
          case FAILED -> FeedReading.State.FAILED;
          case CLOSED -> FeedReading.State.CLOSED;
        };
    return new FeedReading(
        stats.source(), state, stats.sourceAge(), stats.ticks(), rejected, stats.reason());
  }
}
