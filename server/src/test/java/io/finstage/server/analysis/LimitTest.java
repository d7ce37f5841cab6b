package io.finstage.server.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LimitTest {

  private static CompletableFuture<Limit.Entry> enter(Limit limit, Stop stop) {
    CompletableFuture<Limit.Entry> entry = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try {
        entry.complete(limit.enter(stop));
      } catch (InterruptedException e) {
        entry.completeExceptionally(e);
      }
    });
    return entry;
  }

  @Test
  void asManyEnterAsMayAndTheNextIsTurnedAwayWhenNobodyMayWait() throws Exception {
    Limit limit = new Limit(2, 0);

    assertThat(limit.enter(new Stop())).isEqualTo(Limit.Entry.ENTERED);
    assertThat(limit.enter(new Stop())).isEqualTo(Limit.Entry.ENTERED);
    assertThat(limit.enter(new Stop())).isEqualTo(Limit.Entry.FULL);
    assertThat(limit.inFlight()).isEqualTo(2);
  }

  @Test
  void whoLeavesLetsTheFirstOfThoseWhoWaitIn() throws Exception {
    Limit limit = new Limit(1, 2);
    limit.enter(new Stop());
    CompletableFuture<Limit.Entry> first = enter(limit, new Stop());
    await().until(() -> limit.queued() == 1);
    CompletableFuture<Limit.Entry> second = enter(limit, new Stop());
    await().until(() -> limit.queued() == 2);

    limit.leave();

    assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(Limit.Entry.ENTERED);
    assertThat(second).isNotDone();
    limit.leave();
    assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo(Limit.Entry.ENTERED);
  }

  @Test
  void aStopEndsTheWaitAndGivesThePlaceInTheQueueBack() throws Exception {
    Limit limit = new Limit(1, 1);
    limit.enter(new Stop());
    Stop stop = new Stop();
    CompletableFuture<Limit.Entry> waiting = enter(limit, stop);
    await().until(() -> limit.queued() == 1);

    stop.stop();

    assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(Limit.Entry.STOPPED);
    assertThat(limit.queued()).isZero();
  }

  @Test
  void whoWasStoppedBeforeDoesNotWait() throws Exception {
    Limit limit = new Limit(1, 1);
    limit.enter(new Stop());
    Stop stop = new Stop();
    stop.stop();

    assertThat(limit.enter(stop)).isEqualTo(Limit.Entry.STOPPED);
  }

  @Test
  void aHigherLimitLetsThoseWhoWaitInAtOnce() throws Exception {
    Limit limit = new Limit(1, 2);
    limit.enter(new Stop());
    CompletableFuture<Limit.Entry> first = enter(limit, new Stop());
    CompletableFuture<Limit.Entry> second = enter(limit, new Stop());
    await().until(() -> limit.queued() == 2);

    limit.max(3);

    assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(Limit.Entry.ENTERED);
    assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo(Limit.Entry.ENTERED);
  }

  @Test
  void aLowerLimitHoldsOnceEnoughHaveLeft() throws Exception {
    Limit limit = new Limit(3, 0);
    limit.enter(new Stop());
    limit.enter(new Stop());
    limit.max(1);
    limit.leave();

    assertThat(limit.enter(new Stop())).isEqualTo(Limit.Entry.FULL);
    limit.leave();
    assertThat(limit.enter(new Stop())).isEqualTo(Limit.Entry.ENTERED);
  }
}
