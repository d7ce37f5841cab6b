package io.finstage.server.hub;

import io.finstage.server.market.Symbol;
import io.finstage.server.market.Tick;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The door of the hub: ticks go in, subscribers join. Thread-safe. */
public final class PriceHub implements AutoCloseable {

  /** What became of a tick. */
  public enum Published {
    OK,
    /** The configuration fixes the symbols, and this is none of them. */
    UNKNOWN_SYMBOL,
    /** The hub knows as many symbols as it may. */
    SYMBOLS_MAX
  }

  private static final long CLOSE_POLL_NANOS = 5_000_000;

  private final HubConfig config;
  private final InstantSource clock;
  private final TopicLogs logs;
  private final HubCounters counters = new HubCounters();
  private final List<Shard> shards = new ArrayList<>();
  private final Watchdog watchdog;
  private final TopicKeeper keeper;
  private final AtomicInteger subscribers = new AtomicInteger();
  private final AtomicInteger nextShard = new AtomicInteger();

  /**
   * Starts the hub's threads.
   *
   * @param clock must not go backwards
   * @param epoch names this life of the sequence numbers
   */
  public PriceHub(HubConfig config, InstantSource clock, String epoch) {
    this.config = config;
    this.clock = clock;
    this.logs = new TopicLogs(config, epoch);
    List<ShardRunner> runners = new ArrayList<>();
    for (int i = 0; i < config.shards(); i++) {
      Shard shard = new Shard(config, clock, logs);
      shards.add(shard);
      runners.add(new ShardRunner(shard, "hub-shard-" + i));
    }
    watchdog = new Watchdog(runners, clock);
    keeper = new TopicKeeper(logs.onDemand(), config.onDemand(), clock);
    runners.forEach(ShardRunner::start);
    watchdog.start();
    keeper.start();
  }

  /**
   * How many bytes are gathered for one write, from now on.
   *
   * @param value 1 or more
   */
  public void drainBytesMax(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("drainBytesMax must be positive, not " + value);
    }
    shards.forEach(shard -> shard.drainBytesMax.set(value));
  }

  /**
   * Gives the tick its sequence and hands it to every subscriber of its symbol. Waits while the
   * shards are behind, never for a subscriber.
   */
  public Published publish(Tick tick, Instant receivedAt) {
    if (!logs.knows(tick.symbol())) {
      return Published.UNKNOWN_SYMBOL;
    }
    TopicLog log = logs.open(tick.symbol());
    if (log == null) {
      return Published.SYMBOLS_MAX;
    }
    log.publish(tick, receivedAt, shards);
    counters.published.increment();
    return Published.OK;
  }

  /**
   * From now on {@code source} is told which topics of {@code channel} are open. Before anybody
   * subscribes to one.
   *
   * @param channel not {@link Channel#PRICES}, which are there anyway
   */
  public void serve(Channel channel, TopicSource source) {
    keeper.serve(channel, source);
  }

  /** Whether {@code channel} can be subscribed to. */
  public boolean serves(Channel channel) {
    return channel == Channel.PRICES || keeper.source(channel) != null;
  }

  /**
   * Gives a change of a topic its sequence and hands it to every subscriber. Waits while the shards
   * are behind, never for a subscriber. Sequences are given in the order of the calls: one thread
   * at a time per topic.
   *
   * @param payload immutable; who spells the wire knows what it is
   * @param receivedAt when this server took in what led to it
   * @return whether the topic is open; what is published to one that is not goes nowhere
   */
  public boolean publish(Topic topic, Object payload, Instant receivedAt) {
    TopicLog log = logs.onDemand().get(topic);
    if (log == null) {
      return false;
    }
    log.publishChange(payload, receivedAt, shards);
    counters.published.increment();
    return true;
  }

  /**
   * How things stand with a topic that was just opened: whoever waits for it gets it as a snapshot.
   * Without effect once something was published, since that is newer.
   *
   * @return whether the topic is open
   */
  public boolean publishState(Topic topic, Object payload, Instant receivedAt) {
    TopicLog log = logs.onDemand().get(topic);
    if (log == null) {
      return false;
    }
    log.publishState(payload, receivedAt, shards);
    return true;
  }

  /** Whether somebody listens to {@code topic}, or did until a moment ago. */
  public boolean isOpen(Topic topic) {
    return logs.onDemand().get(topic) != null;
  }

  /**
   * The source lost events of {@code symbol}: one sequence is given to the hole and announced. A
   * symbol that is not live yet has nothing to lose.
   */
  public void upstreamGap(Symbol symbol) {
    TopicLog log = logs.get(symbol);
    if (log != null) {
      log.upstreamHole(shards);
    }
  }

  /** As {@link #upstreamGap(Symbol)}, of a topic that is open and has begun; nothing otherwise. */
  public void upstreamGap(Topic topic) {
    TopicLog log = logs.onDemand().get(topic);
    if (log != null) {
      log.upstreamHole(shards);
    }
  }

  /**
   * Starts a conversation.
   *
   * @param welcome written first
   * @return empty when there are as many subscribers as there may be
   */
  public Optional<Subscriber> join(Outlet outlet, Event.Message welcome) {
    if (subscribers.incrementAndGet() > config.subscribersMax()) {
      subscribers.decrementAndGet();
      return Optional.empty();
    }
    counters.subscribers(outlet.wire()).increment();
    Shard shard = shards.get(Math.floorMod(nextShard.getAndIncrement(), shards.size()));
    Subscriber subscriber =
        new Subscriber(
            shard,
            outlet,
            counters,
            () -> {
              subscribers.decrementAndGet();
              counters.subscribers(outlet.wire()).decrement();
            });
    shard.put(new Command.Join(subscriber, welcome));
    return Optional.of(subscriber);
  }

  /**
   * Completes when somebody has subscribed: what is published from then on reaches that subscriber.
   */
  public CompletionStage<Void> firstSubscription() {
    return counters.firstSubscription.minimalCompletionStage();
  }

  /** The last update of {@code symbol}. */
  public Optional<PriceUpdate> lastValue(Symbol symbol) {
    return Optional.ofNullable(logs.get(symbol)).map(log -> (PriceUpdate) log.last());
  }

  /** The last update of every live symbol, ordered by symbol. */
  public List<PriceUpdate> lastValues() {
    return logs.prices().stream()
        .flatMap(log -> Stream.ofNullable((PriceUpdate) log.last()))
        .sorted(Comparator.comparing(PriceUpdate::symbol))
        .toList();
  }

  /** Whether {@code symbol} could ever go live here. */
  public boolean knows(Symbol symbol) {
    return logs.knows(symbol);
  }

  /** Names this life of the sequence numbers. */
  public String epoch() {
    return logs.epoch();
  }

  public HubConfig config() {
    return config;
  }

  public HubStats stats() {
    return counters.read(logs.size(), logs.onDemand().size());
  }

  /** Says goodbye to every subscriber and waits, at most the close timeout, until all have left. */
  @Override
  public void close() {
    shards.forEach(shard -> shard.put(new Command.CloseAll(CloseReason.SERVER_SHUTDOWN)));
    // The shards cut who does not leave in time; the second half is for their next look.
    Instant end = clock.instant().plus(config.closeTimeout().multipliedBy(2));
    while (subscribers.get() > 0 && clock.instant().isBefore(end)) {
      LockSupport.parkNanos(this, CLOSE_POLL_NANOS);
    }
    shards.forEach(Shard::stop);
    watchdog.close();
    keeper.close();
  }
}
