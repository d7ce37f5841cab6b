package io.finstage.server.hub;

import io.finstage.server.market.Symbol;
import io.finstage.server.market.Tick;
import io.finstage.server.market.Trade;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one delivery costs inside the hub, without a socket: one thread publishes and is the shard,
 * so nothing waits and nothing is woken. Every figure is per subscriber; the cost of the tick
 * itself is spread over its {@value #SUBSCRIBERS} subscribers, as in the benchmark beside the
 * peers.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"-XX:+UseG1GC", "-Xms256m", "-Xmx256m"})
public class HubBenchmark {

  static final int SUBSCRIBERS = 100;
  private static final int BURST = 8;
  private static final int FRAME_BYTES = 230;
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Symbol SYMBOL = new Symbol("S0");
  private static final Tick TICK = new Trade(SYMBOL, 167.41, 100, NOW);

  private final List<Shard> shards = new ArrayList<>();
  private final Batch batch = new Batch(16_384);
  private TopicLog log = new TopicLog(Aspect.prices().of(SYMBOL), 1, 0);
  private Shard shard = newShard(new TopicLogs(HubConfig.defaults(), "bench"));
  private long nowNanos;

  private static Shard newShard(TopicLogs logs) {
    return new Shard(HubConfig.defaults(), InstantSource.fixed(NOW), logs);
  }

  /** Lets {@value #SUBSCRIBERS} subscribers join. */
  @Setup
  public void join() throws InterruptedException {
    TopicLogs logs = new TopicLogs(HubConfig.defaults(), "bench");
    TopicLog opened = logs.open(SYMBOL);
    if (opened == null) {
      throw new IllegalStateException("no room for one symbol");
    }
    log = opened;
    shard = newShard(logs);
    shards.add(shard);
    nowNanos = Nanos.of(NOW);
    HubCounters counters = new HubCounters();
    for (int i = 0; i < SUBSCRIBERS; i++) {
      Subscriber subscriber = new Subscriber(shard, new ReadyBytes(), counters, () -> {});
      shard.put(new Command.Join(subscriber, new Event.Message("welcome")));
      subscriber.subscribe(
          SubscribeRequest.prices("1", List.of(SYMBOL.value()), Delivery.EVERY, false, null));
      drain();
    }
  }

  /** A tick gets its sequence, is offered to every mailbox, and is polled out of it. */
  @Benchmark
  @OperationsPerInvocation(SUBSCRIBERS)
  public void publishToMailbox() {
    log.publish(TICK, NOW, shards);
    shard.step(nowNanos);
    Subscriber subscriber = shard.nextDirty();
    while (subscriber != null) {
      while (subscriber.mailbox.poll() != null) {
        // The writer's share of a mailbox.
      }
      subscriber = shard.nextDirty();
    }
  }

  /** The same, with the frame copied into a batch and handed to an outlet that does nothing. */
  @Benchmark
  @OperationsPerInvocation(SUBSCRIBERS)
  public void publishToOutlet() {
    log.publish(TICK, NOW, shards);
    shard.step(nowNanos);
    drain();
  }

  /** The same with {@value #BURST} ticks per write, as when ticks come faster than writes. */
  @Benchmark
  @OperationsPerInvocation(SUBSCRIBERS * BURST)
  public void publishBurstToOutlet() {
    for (int i = 0; i < BURST; i++) {
      log.publish(TICK, NOW, shards);
    }
    shard.step(nowNanos);
    drain();
  }

  private void drain() {
    while (shard.step(nowNanos) > 0 || shard.hasDirty()) {
      Subscriber subscriber = shard.nextDirty();
      while (subscriber != null) {
        shard.wrote(subscriber, subscriber.writer.drain(batch), nowNanos);
        subscriber = shard.nextDirty();
      }
    }
  }

  /** An outlet without a connection: its frames are ready, its writes succeed. */
  private static final class ReadyBytes implements Outlet {

    private static final byte[] FRAME = new byte[FRAME_BYTES];

    @Override
    public Wire wire() {
      return Wire.WEBSOCKET;
    }

    @Override
    public void append(Update update, boolean snapshot, long conflated, Batch batch) {
      batch.append(update.encoded(Update.Encoding.JSON_FRAME, encoded -> FRAME));
    }

    @Override
    public void append(Event event, Batch batch) {
      batch.append(FRAME);
    }

    @Override
    public void write(Batch batch) {}

    @Override
    public void end(CloseReason reason) {}

    @Override
    public void abort(CloseReason reason) {}
  }
}
