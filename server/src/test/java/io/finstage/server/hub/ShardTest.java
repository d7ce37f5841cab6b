package io.finstage.server.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.hub.Event.Result;
import io.finstage.server.hub.Event.Status;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShardTest {

  private static final int MAILBOX_MAX = 8;
  private static final int RING_MAX = 16;

  private final HubStage stage = new HubStage(HubStage.config(MAILBOX_MAX, RING_MAX));
  private final LedgerOutlet peer = new LedgerOutlet();
  private final Subscriber subscriber = stage.join(peer);

  @Test
  void theWelcomeIsFirst() {
    stage.flush();
    assertThat(peer.events).containsExactly(new Event.Message("welcome"));
  }

  @Test
  void anUnknownSymbolIsPendingAndGoesLiveWithItsFirstTick() throws Exception {
    subscriber.subscribe(HubStage.request(Delivery.EVERY, "SPY"));
    stage.flush();
    assertThat(results())
        .containsExactly(new Result("SPY", Aspect.prices(), Status.PENDING, 0, false));
    stage.trade("SPY", 10);
    stage.flush();
    assertThat(peer.received).isEqualTo(1);
    assertThat(peer.accounted).containsEntry(HubStage.prices("SPY"), 1L);
  }

  @Test
  void aLiveSymbolIsAnsweredWithItsSequenceAndItsSnapshot() throws Exception {
    trades(3);
    subscriber.subscribe(HubStage.request(Delivery.EVERY, "SPY"));
    stage.flush();
    assertThat(results()).containsExactly(new Result("SPY", Aspect.prices(), Status.OK, 3, false));
    assertThat(peer.accounted).containsEntry(HubStage.prices("SPY"), 3L);
    assertThat(peer.received).isZero();
  }

  @Test
  void withoutSnapshotNothingComesBeforeTheNextTick() throws Exception {
    trades(3);
    subscriber.subscribe(SubscribeRequest.prices("r", List.of("SPY"), Delivery.EVERY, false, null));
    stage.flush();
    assertThat(peer.accounted).isEmpty();
  }

  @Test
  void whatIsComputedFromTicksLeavesThemHalfTheQueue() throws Exception {
    trades(3000);
    int[] turns = {0};
    stage.shard.wakeWith(() -> {
      turns[0]++;
      stage.shard.step(Nanos.of(stage.clock.instant()));
    });
    stage.trade("SPY", 10);
    assertThat(turns[0]).isEqualTo(1);
    Topic rsi = new Aspect.Indicator(Interval.M1, "rsi(14)", false).of(new Symbol("SPY"));
    new TopicLog(rsi, RING_MAX, 0).publishChange("state", Instant.EPOCH, List.of(stage.shard));
    // One turn of 512 until 2,048 of 4,096 are left, one after it is in.
    assertThat(turns[0]).isEqualTo(1 + 2);
  }

  @Test
  void aMalformedSymbolIsRefusedAloneAndTheOthersGoOn() throws Exception {
    trades(1);
    subscriber.subscribe(HubStage.request(Delivery.EVERY, "a b", "SPY", "*x"));
    stage.flush();
    assertThat(results())
        .extracting(Result::status)
        .containsExactly(Status.INVALID_SYMBOL, Status.OK, Status.INVALID_SYMBOL);
  }

  @Test
  void overTheLimitTheWholeRequestIsRefusedAndNothingChanges() throws Exception {
    String[] eleven = new String[11];
    java.util.Arrays.setAll(eleven, i -> "S" + i);
    subscriber.subscribe(HubStage.request(Delivery.EVERY, eleven));
    subscriber.list("l", List.of());
    stage.flush();
    assertThat(peer.last(Event.OverLimit.class))
        .isEqualTo(new Event.OverLimit("r", Event.Limit.SYMBOLS_PER_CONNECTION, 11, 10));
    assertThat(peer.last(Event.Subscriptions.class).lines()).isEmpty();
  }

  @Test
  void theLimitCountsWhatIsSubscribedAlready() throws Exception {
    subscriber.subscribe(HubStage.request(Delivery.EVERY, "A", "B", "C", "D", "E", "F"));
    subscriber.subscribe(HubStage.request(Delivery.EVERY, "G", "H", "I", "J", "K"));
    subscriber.subscribe(HubStage.request(Delivery.EVERY, "G", "H", "I", "J", "A"));
    stage.flush();
    assertThat(peer.last(Event.OverLimit.class).asked()).isEqualTo(11);
    assertThat(peer.count(Event.Subscribed.class)).isEqualTo(2);
  }

  @Test
  void subscribingAgainReplacesTheDeliveryAndLosesNothing() throws Exception {
    subscriber.subscribe(HubStage.request(Delivery.EVERY, "SPY"));
    stage.flush();
    trades(2);
    stage.step();
    subscriber.subscribe(HubStage.request(Delivery.LATEST, "SPY"));
    stage.step();
    trades(2);
    stage.flush();
    assertThat(results().getFirst().status()).isEqualTo(Status.ALREADY_SUBSCRIBED);
    assertThat(peer.received).isEqualTo(3);
    assertThat(peer.conflated).isEqualTo(1);
    assertThat(peer.faults).isEmpty();
  }

  @Test
  void afterUnsubscribedNoUpdateOfTheSymbolFollows() throws Exception {
    subscriber.subscribe(HubStage.request(Delivery.EVERY, "SPY"));
    stage.flush();
    subscriber.unsubscribe(HubStage.unsubscribe(List.of("SPY", "IBM")));
    trades(1);
    stage.flush();
    assertThat(peer.last(Event.Unsubscribed.class).results())
        .extracting(Result::status)
        .containsExactly(Status.OK, Status.NOT_SUBSCRIBED);
    assertThat(peer.received).isZero();
  }

  @Test
  void allMeansTheSymbolsThatAreThereAndThoseThatCome() throws Exception {
    trades(1);
    subscriber.subscribe(HubStage.request(Delivery.EVERY, "*"));
    stage.flush();
    stage.trade("IBM", 5);
    trades(1);
    stage.flush();
    assertThat(results()).containsExactly(new Result("*", Aspect.prices(), Status.OK, 0, false));
    assertThat(peer.accounted)
        .containsOnly(Map.entry(HubStage.prices("SPY"), 2L), Map.entry(HubStage.prices("IBM"), 1L));
    subscriber.list("l", List.of());
    stage.flush();
    assertThat(peer.last(Event.Subscriptions.class).lines())
        .containsExactly(new Event.Subscriptions.Line("*", Aspect.prices(), Delivery.EVERY, 0));
  }

  @Test
  void whatTheMailboxCannotHoldComesFromTheRing() throws Exception {
    subscriber.subscribe(HubStage.request(Delivery.EVERY, "SPY"));
    stage.flush();
    trades(RING_MAX);
    stage.step();
    assertThat(subscriber.mailbox.size()).isEqualTo(MAILBOX_MAX);
    stage.flush();
    assertThat(peer.received).isEqualTo(RING_MAX);
    assertThat(peer.missing).isZero();
  }

  @Test
  void whatTheRingNoLongerHoldsIsAnnouncedAsAGap() throws Exception {
    subscriber.subscribe(HubStage.request(Delivery.EVERY, "SPY"));
    stage.flush();
    trades(40);
    stage.flush();
    assertThat(peer.last(Gap.class))
        .isEqualTo(
            new Gap(
                HubStage.prices("SPY"), MAILBOX_MAX + 1, 40 - RING_MAX, Gap.Cause.SLOW_CONSUMER));
    assertThat(peer.received + peer.missing).isEqualTo(40);
    assertThat(peer.faults).isEmpty();
  }

  @Test
  void aGapIsAnnouncedEvenWhenNoTickFollows() throws Exception {
    subscriber.subscribe(HubStage.request(Delivery.EVERY, "SPY"));
    stage.flush();
    trades(40);
    stage.step();
    stage.advance(Duration.ofSeconds(1));
    stage.flush();
    assertThat(peer.received + peer.missing).isEqualTo(40);
  }

  @Test
  void latestFoldsUnderPressureOnly() throws Exception {
    subscriber.subscribe(HubStage.request(Delivery.LATEST, "SPY"));
    stage.flush();
    trades(1);
    stage.flush();
    trades(1);
    stage.flush();
    assertThat(peer.conflated).isZero();
    trades(5);
    stage.flush();
    assertThat(peer.received).isEqualTo(3);
    assertThat(peer.conflated).isEqualTo(4);
  }

  @Test
  void theWaitThatIntervalAsksForIsNoLatency() throws Exception {
    subscriber.subscribe(HubStage.request(new Delivery.Interval(Duration.ofMillis(100)), "SPY"));
    stage.flush();
    trades(1);
    stage.flush();
    stage.advance(Duration.ofMillis(10));
    trades(1);
    stage.flush();
    stage.advance(Duration.ofMillis(90));
    stage.clock.advance(Duration.ofMillis(7));
    stage.flush();

    assertThat(peer.received).isEqualTo(2);
    assertThat(subscriber.counters.deliveryLatency.read().sumNanos()).isEqualTo(7_000_000);
  }

  @Test
  void intervalDeliversAtOnceAndThenAtMostOncePerInterval() throws Exception {
    subscriber.subscribe(HubStage.request(new Delivery.Interval(Duration.ofMillis(100)), "SPY"));
    stage.flush();
    for (int i = 0; i < 100; i++) {
      trades(1);
      stage.flush();
      stage.advance(Duration.ofMillis(10));
    }
    stage.advance(Duration.ofMillis(100));
    stage.flush();
    assertThat(peer.received).isEqualTo(11);
    assertThat(peer.received + peer.conflated).isEqualTo(100);
    assertThat(peer.faults).isEmpty();
  }

  @Test
  void anUpstreamHoleTakesASequenceAndIsAnnouncedToEveryone() throws Exception {
    subscriber.subscribe(HubStage.request(Delivery.EVERY, "SPY"));
    stage.flush();
    trades(1);
    stage.upstreamHole("SPY");
    trades(1);
    stage.flush();
    assertThat(peer.last(Gap.class))
        .isEqualTo(new Gap(HubStage.prices("SPY"), 2, 2, Gap.Cause.UPSTREAM));
    assertThat(peer.accounted).containsEntry(HubStage.prices("SPY"), 3L);
    assertThat(peer.faults).isEmpty();
  }

  @Test
  void aResumeWithinTheRingReplaysEverythingAfterIt() throws Exception {
    trades(10);
    subscriber.subscribe(HubStage.resume(Delivery.EVERY, HubStage.EPOCH, Map.of("SPY", 4L)));
    stage.flush();
    assertThat(results()).containsExactly(new Result("SPY", Aspect.prices(), Status.OK, 4, true));
    assertThat(peer.received).isEqualTo(6);
    assertThat(peer.count(Gap.class)).isZero();
  }

  @Test
  void aResumeBeyondTheRingIsAGapAndASnapshot() throws Exception {
    trades(40);
    subscriber.subscribe(HubStage.resume(Delivery.EVERY, HubStage.EPOCH, Map.of("SPY", 4L)));
    stage.flush();
    assertThat(results()).containsExactly(new Result("SPY", Aspect.prices(), Status.OK, 40, false));
    assertThat(peer.last(Gap.class))
        .isEqualTo(new Gap(HubStage.prices("SPY"), 5, 40, Gap.Cause.RESUME_EXPIRED));
    assertThat(peer.accounted).containsEntry(HubStage.prices("SPY"), 40L);
  }

  @Test
  void aGapThatIsAllThatFitsIntoTheMailboxIsWritten() throws Exception {
    HubStage small = new HubStage(HubStage.config(1, 4));
    LedgerOutlet outlet = new LedgerOutlet();
    Subscriber slow = small.join(outlet);
    slow.subscribe(HubStage.request(Delivery.EVERY, "SPY"));
    small.flush();
    small.trade("SPY", 1);
    small.trade("SPY", 2);
    small.step();
    // As a writer of its own does: the shard has only woken it.
    assertThat(small.shard.nextDirty()).isEqualTo(slow);
    assertThat(slow.writer.drain(new Batch(64))).isEqualTo(Writer.Drained.ALL);
    for (int i = 3; i < 10; i++) {
      small.trade("SPY", i);
    }
    small.advance(Duration.ofMillis(10));
    small.step();

    small.flush();
    small.flush();
    assertThat(outlet.accounted).containsEntry(HubStage.prices("SPY"), 9L);
  }

  @Test
  void aResumeFromAnotherEpochIsAGapOfUnknownSizeAndASnapshot() throws Exception {
    trades(3);
    subscriber.subscribe(HubStage.resume(Delivery.EVERY, "other", Map.of("SPY", 2L)));
    stage.flush();
    assertThat(peer.last(Gap.class))
        .isEqualTo(new Gap(HubStage.prices("SPY"), 0, 0, Gap.Cause.RESUME_EXPIRED));
    assertThat(peer.accounted).containsEntry(HubStage.prices("SPY"), 3L);
  }

  @Test
  void aResumeFromAnotherEpochIsAGapAlsoOfASymbolThatIsNotLiveYet() throws Exception {
    subscriber.subscribe(HubStage.resume(Delivery.EVERY, "other", Map.of("SPY", 2L)));
    stage.flush();
    assertThat(results())
        .containsExactly(new Result("SPY", Aspect.prices(), Status.PENDING, 0, false));
    assertThat(peer.last(Gap.class))
        .isEqualTo(new Gap(HubStage.prices("SPY"), 0, 0, Gap.Cause.RESUME_EXPIRED));
    trades(3);
    stage.flush();
    assertThat(peer.accounted).containsEntry(HubStage.prices("SPY"), 3L);
    assertThat(peer.count(Gap.class)).isEqualTo(1);
  }

  @Test
  void aQuoteLeavesTheLastPriceAndATradeLeavesTheQuote() {
    stage.trade("SPY", 10);
    stage.quote("SPY", 9, 11);
    TopicLog log = stage.logs.open(new Symbol("SPY"));
    PriceUpdate last = (PriceUpdate) java.util.Objects.requireNonNull(log).last();
    assertThat(last)
        .extracting(PriceUpdate::price, PriceUpdate::size, PriceUpdate::bid, PriceUpdate::ask)
        .containsExactly(10.0, Double.NaN, 9.0, 11.0);
  }

  @Test
  void silenceIsBrokenByAHeartbeatWithTheSequences() throws Exception {
    trades(2);
    subscriber.subscribe(HubStage.request(Delivery.EVERY, "SPY"));
    stage.flush();
    stage.advance(Duration.ofMillis(4900));
    stage.flush();
    assertThat(peer.count(Event.Heartbeat.class)).isZero();
    stage.advance(Duration.ofMillis(600));
    stage.flush();
    assertThat(peer.last(Event.Heartbeat.class).sequences())
        .containsEntry(HubStage.prices("SPY"), 2L);
  }

  @Test
  void aPingThatNoReaderSeesDoesNotPutAHeartbeatOff() throws Exception {
    stage.flush();
    for (int i = 0; i < 5; i++) {
      stage.advance(Duration.ofMillis(1100));
      subscriber.post(new Event.Message("ping"));
      stage.flush();
    }
    assertThat(peer.count(Event.Heartbeat.class)).isEqualTo(1);
  }

  @Test
  void aReaderThatDoesNotTakeTheGoodbyeIsCut() throws Exception {
    subscriber.subscribe(HubStage.request(Delivery.EVERY, "SPY"));
    subscriber.close(CloseReason.SERVER_SHUTDOWN);
    stage.step();
    stage.advance(Duration.ofSeconds(4));
    stage.step();
    assertThat(peer.aborted).isEqualTo(CloseReason.SERVER_SHUTDOWN);
    subscriber.awaitEnd();
  }

  @Test
  void aPeerThatIsGoneIsForgottenWithItsSubscriptions() throws Exception {
    subscriber.subscribe(HubStage.request(Delivery.EVERY, "SPY"));
    stage.flush();
    peer.broken = true;
    trades(1);
    stage.flush();
    subscriber.awaitEnd();
    assertThat(subscriber.subscriptions).isEmpty();
  }

  @Test
  void whoJoinsDuringAShutdownIsToldSo() {
    stage.shard.put(new Command.CloseAll(CloseReason.SERVER_SHUTDOWN));
    LedgerOutlet late = new LedgerOutlet();
    stage.join(late);
    stage.flush();
    assertThat(late.ended).isEqualTo(CloseReason.SERVER_SHUTDOWN);
  }

  private void trades(int count) {
    for (int i = 0; i < count; i++) {
      stage.trade("SPY", 100 + i);
    }
  }

  private List<Result> results() {
    return peer.last(Event.Subscribed.class).results();
  }
}
