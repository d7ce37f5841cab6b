package io.finstage.server.hub;

import io.finstage.server.hub.SubscribeRequest.ResumePoint;
import io.finstage.server.market.Quote;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Trade;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One shard that a test steps by hand: no thread, no socket, a manual clock. */
final class HubStage {

  static final String EPOCH = "e1";

  final ManualClock clock = new ManualClock();
  final Channels channels;
  final Shard shard;
  final HubCounters counters = new HubCounters();
  private final Batch batch = new Batch(64);

  HubStage(HubConfig config) {
    channels = new Channels(config, EPOCH);
    shard = new Shard(config, clock, channels);
  }

  static HubConfig config(int mailboxMax, int ringMax) {
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
        Set.of());
  }

  Subscriber join(Outlet outlet) {
    Subscriber subscriber = new Subscriber(shard, outlet, counters, () -> {});
    shard.put(new Command.Join(subscriber, new Event.Message("welcome")));
    return subscriber;
  }

  void trade(String symbol, double price) {
    SymbolChannel channel = channels.open(new Symbol(symbol));
    if (channel == null) {
      throw new IllegalStateException("too many symbols");
    }
    channel.publish(
        new Trade(new Symbol(symbol), price, 100, clock.instant()),
        clock.instant(),
        List.of(shard));
  }

  void quote(String symbol, double bid, double ask) {
    SymbolChannel channel = channels.open(new Symbol(symbol));
    if (channel == null) {
      throw new IllegalStateException("too many symbols");
    }
    channel.publish(
        new Quote(new Symbol(symbol), bid, ask, clock.instant()), clock.instant(), List.of(shard));
  }

  void upstreamHole(String symbol) {
    SymbolChannel channel = channels.get(new Symbol(symbol));
    if (channel != null) {
      channel.upstreamHole(List.of(shard));
    }
  }

  static SubscribeRequest request(Delivery delivery, String... symbols) {
    return new SubscribeRequest("r", List.of(symbols), delivery, true, null);
  }

  static SubscribeRequest resume(
      Delivery delivery, String epoch, Map<String, Long> sequences, @Nullable String... symbols) {
    return new SubscribeRequest(
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
