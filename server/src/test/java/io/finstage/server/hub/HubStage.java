package io.finstage.server.hub;

import io.finstage.server.hub.SubscribeRequest.ResumePoint;
import io.finstage.server.market.Quote;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Trade;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One shard that a test steps by hand: no thread, no socket, a manual clock. */
final class HubStage {

  static final String EPOCH = "e1";

  final ManualClock clock = new ManualClock();
  final TopicLogs logs;
  final Shard shard;
  final HubCounters counters = new HubCounters();
  final TopicKeeper keeper;

  /**
   * What the sources of bars and indicators were told, as in {@code +SPY|1m} and {@code -SPY|1m}.
   */
  final List<String> told = new ArrayList<>();

  private final Batch batch = new Batch(64);

  HubStage(HubConfig config) {
    logs = new TopicLogs(config, EPOCH);
    shard = new Shard(config, clock, logs);
    keeper = new TopicKeeper(logs.onDemand(), config.onDemand(), clock);
    TopicSource source = new RecordingSource(told);
    keeper.serve(Channel.BARS, source);
    keeper.serve(Channel.INDICATORS, source);
  }

  /** Writes down what it is told. */
  private record RecordingSource(List<String> told) implements TopicSource {

    @Override
    public void opened(Topic topic) {
      told.add("+" + topic);
    }

    @Override
    public void closed(Topic topic) {
      told.add("-" + topic);
    }
  }

  static HubConfig config(int mailboxMax, int ringMax) {
    return config(
        mailboxMax, ringMax, new HubConfig.OnDemand(20, 10, ringMax, Duration.ofSeconds(60)));
  }

  static HubConfig config(int mailboxMax, int ringMax, HubConfig.OnDemand onDemand) {
    return new HubConfig(
        1,
        4096,
        mailboxMax,
        ringMax,
        100,
        10,
        100,
        64,
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(3),
        Set.of(),
        onDemand);
  }

  Subscriber join(Outlet outlet) {
    Subscriber subscriber = new Subscriber(shard, outlet, counters, () -> {});
    shard.put(new Command.Join(subscriber, new Event.Message("welcome")));
    return subscriber;
  }

  void trade(String symbol, double price) {
    TopicLog log = logs.open(new Symbol(symbol));
    if (log == null) {
      throw new IllegalStateException("too many symbols");
    }
    log.publish(
        new Trade(new Symbol(symbol), price, 100, clock.instant()),
        clock.instant(),
        List.of(shard));
  }

  void quote(String symbol, double bid, double ask) {
    TopicLog log = logs.open(new Symbol(symbol));
    if (log == null) {
      throw new IllegalStateException("too many symbols");
    }
    log.publish(
        new Quote(new Symbol(symbol), bid, ask, clock.instant()), clock.instant(), List.of(shard));
  }

  /** Publishes a change of a topic that is open; returns whether it is. */
  boolean change(Topic topic, Object payload) {
    TopicLog log = logs.onDemand().get(topic);
    if (log != null) {
      log.publishChange(payload, clock.instant(), List.of(shard));
    }
    return log != null;
  }

  /** Publishes how things stand with a topic that is open. */
  void state(Topic topic, Object payload) {
    java.util.Objects.requireNonNull(logs.onDemand().get(topic))
        .publishState(payload, clock.instant(), List.of(shard));
  }

  /** Tells the sources what happened, and closes what nobody has listened to for a while. */
  void keep() {
    keeper.turn(clock.nanos());
  }

  void upstreamHole(String symbol) {
    TopicLog log = logs.get(new Symbol(symbol));
    if (log != null) {
      log.upstreamHole(List.of(shard));
    }
  }

  void upstreamHole(Topic topic) {
    java.util.Objects.requireNonNull(logs.onDemand().get(topic)).upstreamHole(List.of(shard));
  }

  static Topic prices(String symbol) {
    return Aspect.prices().of(new Symbol(symbol));
  }

  static UnsubscribeRequest unsubscribe(List<String> symbols) {
    return new UnsubscribeRequest("u", Channel.PRICES, List.of(Aspect.prices()), symbols);
  }

  static SubscribeRequest request(Delivery delivery, String... symbols) {
    return SubscribeRequest.prices("r", List.of(symbols), delivery, true, null);
  }

  static SubscribeRequest request(Delivery delivery, List<Aspect> aspects, String... symbols) {
    return new SubscribeRequest("r", aspects, List.of(symbols), delivery, true, null);
  }

  static SubscribeRequest resume(
      Delivery delivery, String epoch, Map<String, Long> sequences, @Nullable String... symbols) {
    return SubscribeRequest.prices(
        "r",
        symbols.length == 0 ? List.copyOf(sequences.keySet()) : List.of(symbols),
        delivery,
        true,
        new ResumePoint(epoch, sequences));
  }

  /** Takes what is queued, without writing. */
  void step() {
    while (shard.step(clock.nanos()) > 0) {
      // until nothing is left
    }
  }

  /** Takes what is queued and writes everything to everyone. */
  void flush() {
    step();
    Subscriber subscriber = shard.nextDirty();
    while (subscriber != null) {
      shard.wrote(subscriber, subscriber.writer.drain(batch), clock.nanos());
      subscriber = shard.nextDirty();
    }
  }

  /** Writes one batch to one subscriber, as its own writer would. */
  void drain(Subscriber subscriber) {
    shard.wrote(subscriber, subscriber.writer.drain(batch), clock.nanos());
  }

  void advance(Duration by) {
    clock.advance(by);
  }
}
