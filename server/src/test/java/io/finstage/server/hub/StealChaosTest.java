package io.finstage.server.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.finstage.server.market.Symbol;
import io.finstage.server.market.Trade;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Real threads, and a thief that takes the shard away from its thread every 200 us, whether it is
 * stuck or not. Nobody may lose, repeat or reorder anything, and nobody may be forgotten.
 */
class StealChaosTest {

  private static final int SUBSCRIBERS = 60;
  private static final int TICKS = 20_000;

  /** Ticks go on until there were so many: a fast machine is done with the others before. */
  private static final int STEALS = 100;

  private static final Symbol SYMBOL = new Symbol("SPY");

  /** Checks the order as it is written, from whichever thread that is. */
  private static final class CheckingOutlet implements Outlet {
    final AtomicLong accounted = new AtomicLong();
    final AtomicBoolean busy = new AtomicBoolean();
    volatile String fault = "";

    @Override
    public Wire wire() {
      return Wire.GRPC;
    }

    @Override
    public void append(Update update, boolean snapshot, long conflated, Batch batch) {
      batch.append(1);
      move(snapshot ? update.sequence() : accounted.get() + conflated + 1, update.sequence());
    }

    @Override
    public void append(Event event, Batch batch) {
      batch.append(2);
      if (event instanceof Gap gap) {
        move(accounted.get() + 1, gap.from());
        accounted.set(gap.to());
      }
    }

    private void move(long expected, long actual) {
      if (expected != actual) {
        fault = "expected " + expected + ", got " + actual;
      }
      accounted.set(actual);
    }

    @Override
    public void write(Batch batch) {
      if (!busy.compareAndSet(false, true)) {
        fault = "two writers at once";
      }
      if (accounted.get() % 97 == 0) {
        LockSupport.parkNanos(this, 300_000);
      }
      busy.set(false);
    }

    @Override
    public void end(CloseReason reason) {}

    @Override
    public void abort(CloseReason reason) {}
  }

  @Test
  void nothingIsLostRepeatedOrReorderedWhileTheShardChangesThreads() throws Exception {
    HubConfig config = HubConfig.defaults();
    TopicLogs logs = new TopicLogs(config, "e");
    Shard shard = new Shard(config, Instant::now, logs);
    ShardRunner runner = new ShardRunner(shard, "shard-under-test");
    HubCounters counters = new HubCounters();
    AtomicLong steals = new AtomicLong();
    AtomicBoolean over = new AtomicBoolean();
    runner.start();
    Thread thief = Thread.ofPlatform().start(() -> stealUntil(over, runner, steals));
    List<CheckingOutlet> outlets = new ArrayList<>();
    for (int i = 0; i < SUBSCRIBERS; i++) {
      CheckingOutlet outlet = new CheckingOutlet();
      outlets.add(outlet);
      Subscriber subscriber = new Subscriber(shard, outlet, counters, () -> {});
      shard.put(new Command.Join(subscriber, new Event.Message("welcome")));
      subscriber.subscribe(
          HubStage.request(i % 2 == 0 ? Delivery.EVERY : Delivery.LATEST, SYMBOL.value()));
    }
    TopicLog log = java.util.Objects.requireNonNull(logs.open(SYMBOL));
    Instant latest = Instant.now().plusSeconds(60);
    long published = 0;
    while ((published < TICKS || steals.get() < STEALS) && Instant.now().isBefore(latest)) {
      published++;
      log.publish(new Trade(SYMBOL, published, 1, Instant.EPOCH), Instant.now(), List.of(shard));
    }
    long last = published;
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() ->
            assertThat(outlets)
                .allSatisfy(outlet -> assertThat(outlet.accounted.get()).isEqualTo(last)));
    over.set(true);
    thief.join();
    shard.stop();
    assertThat(outlets).extracting(outlet -> outlet.fault).containsOnly("");
    assertThat(steals.get()).as("steals").isGreaterThanOrEqualTo(STEALS);
  }

  private static void stealUntil(AtomicBoolean over, ShardRunner runner, AtomicLong steals) {
    while (!over.get()) {
      LockSupport.parkNanos(200_000);
      Subscriber subscriber = runner.writing();
      Thread thread = runner.runner();
      if (subscriber != null && thread != null && runner.steal(subscriber, thread)) {
        steals.incrementAndGet();
      }
      runner.wakeIfDue(Nanos.of(Instant.now()));
    }
  }
}
