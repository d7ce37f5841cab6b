package io.finstage.server.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.hub.Event.Result;
import io.finstage.server.hub.Event.Status;
import io.finstage.server.hub.SubscribeRequest.ResumePoint;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Topics that are open only while somebody listens: bars and indicators. */
class OnDemandTest {

  private static final Aspect BARS = new Aspect.Bars(Interval.M1, false);
  private static final Aspect CLOSED = new Aspect.Bars(Interval.M1, true);
  private static final Aspect RSI = new Aspect.Indicator(Interval.M1, "rsi(14)", false);
  private static final Topic SPY = BARS.of(new Symbol("SPY"));

  private final HubStage stage = new HubStage(HubStage.config(8, 16));
  private final LedgerOutlet peer = new LedgerOutlet();
  private final Subscriber subscriber = stage.join(peer);

  @Test
  void aTopicIsNamedBySymbolIntervalAndIndicator() {
    assertThat(List.of(SPY, CLOSED.of(SPY.symbol()), RSI.of(SPY.symbol())))
        .extracting(Topic::name)
        .containsExactly("SPY|1m", "SPY|1m|closed", "SPY|1m|rsi(14)");
  }

  @Test
  void theFirstSubscriberOpensItAndTheSecondFindsItOpen() throws Exception {
    subscriber.subscribe(bars("SPY"));
    stage.join(new LedgerOutlet()).subscribe(bars("SPY"));
    stage.flush();
    stage.keep();
    assertThat(stage.told).containsExactly("+SPY|1m");
  }

  @Test
  void itsStateIsASnapshotAndChangesFollow() throws Exception {
    stage.trade("SPY", 1);
    subscriber.subscribe(bars("SPY"));
    stage.flush();
    stage.state(SPY, "state");
    stage.change(SPY, "change");
    stage.flush();
    assertThat(results()).containsExactly(new Result("SPY", BARS, Status.OK, 0, false));
    assertThat(peer.snapshots).isEqualTo(1);
    assertThat(peer.received).isEqualTo(1);
    assertThat(peer.accounted).containsExactly(Map.entry(SPY, 2L));
  }

  @Test
  void ofASymbolThatNobodyHasNamedItIsPending() throws Exception {
    subscriber.subscribe(bars("SPY"));
    stage.flush();
    assertThat(results()).extracting(Result::status).containsExactly(Status.PENDING);
  }

  @Test
  void withoutSnapshotTheOpeningStateIsSentAllTheSameSoThatNothingIsMissing() throws Exception {
    subscriber.subscribe(
        new SubscribeRequest("r", List.of(BARS), List.of("SPY"), Delivery.EVERY, false, null));
    stage.flush();
    stage.state(SPY, "state");
    stage.change(SPY, "change");
    stage.flush();
    assertThat(peer.snapshots).isEqualTo(1);
    assertThat(peer.accounted).containsExactly(Map.entry(SPY, 2L));
    assertThat(peer.received).isEqualTo(1);
    assertThat(peer.count(Gap.class)).isZero();
  }

  @Test
  void aStateThatComesAfterAChangeIsOldAndSaysNothing() throws Exception {
    subscriber.subscribe(bars("SPY"));
    stage.flush();
    stage.change(SPY, "change");
    stage.state(SPY, "state");
    stage.flush();
    assertThat(peer.accounted).containsExactly(Map.entry(SPY, 1L));
    assertThat(peer.snapshots).isZero();
  }

  @Test
  void whatItsSourceLostIsAGapWithASequenceOfItsOwn() throws Exception {
    subscriber.subscribe(bars("SPY"));
    stage.flush();
    changes(1);
    stage.upstreamHole(SPY);
    changes(1);
    stage.flush();
    assertThat(peer.last(Gap.class)).isEqualTo(new Gap(SPY, 2, 2, Gap.Cause.UPSTREAM));
    assertThat(peer.accounted).containsExactly(Map.entry(SPY, 3L));
    assertThat(peer.faults).isEmpty();
  }

  @Test
  void beforeItHasBegunThereIsNothingToLose() throws Exception {
    subscriber.subscribe(bars("SPY"));
    stage.flush();
    stage.upstreamHole(SPY);
    stage.state(SPY, "state");
    stage.flush();
    assertThat(peer.snapshots).isEqualTo(1);
    assertThat(peer.count(Gap.class)).isZero();
  }

  @Test
  void aLateSubscriberGetsTheLastValueAsSnapshot() throws Exception {
    subscriber.subscribe(bars("SPY"));
    stage.flush();
    changes(3);
    LedgerOutlet late = new LedgerOutlet();
    stage.join(late).subscribe(bars("SPY"));
    stage.flush();
    assertThat(late.snapshots).isEqualTo(1);
    assertThat(late.accounted).containsExactly(Map.entry(SPY, 3L));
  }

  @Test
  void pricesBarsAndIndicatorsOfASymbolHaveSequencesOfTheirOwn() throws Exception {
    subscriber.subscribe(HubStage.request(Delivery.EVERY, "SPY"));
    subscriber.subscribe(bars("SPY"));
    subscriber.subscribe(HubStage.request(Delivery.EVERY, List.of(RSI), "SPY"));
    stage.flush();
    stage.trade("SPY", 1);
    stage.trade("SPY", 2);
    changes(1);
    stage.flush();
    assertThat(peer.accounted)
        .containsOnly(Map.entry(HubStage.prices("SPY"), 2L), Map.entry(SPY, 1L));
    assertThat(peer.faults).isEmpty();
  }

  @Test
  void itClosesWhenNobodyHasListenedForTheLingerTime() throws Exception {
    subscriber.subscribe(bars("SPY"));
    stage.flush();
    subscriber.leave();
    stage.flush();
    stage.advance(Duration.ofSeconds(59));
    stage.keep();
    assertThat(stage.change(SPY, "change")).isTrue();
    stage.advance(Duration.ofSeconds(2));
    stage.keep();
    assertThat(stage.change(SPY, "change")).isFalse();
    assertThat(stage.told).containsExactly("+SPY|1m", "-SPY|1m");
  }

  @Test
  void itStaysOpenWhileSomebodyListens() throws Exception {
    subscriber.subscribe(bars("SPY"));
    stage.join(new LedgerOutlet()).subscribe(bars("SPY"));
    stage.flush();
    subscriber.leave();
    stage.flush();
    stage.advance(Duration.ofMinutes(10));
    stage.keep();
    assertThat(stage.change(SPY, "change")).isTrue();
  }

  @Test
  void whoComesBackWithinTheLingerTimeGetsWhatItMissed() throws Exception {
    subscriber.subscribe(bars("SPY"));
    stage.flush();
    changes(2);
    stage.flush();
    subscriber.leave();
    stage.flush();
    changes(3);
    LedgerOutlet back = peer.successor();
    stage.join(back).subscribe(resume("SPY", 2));
    stage.flush();
    assertThat(back.last(Event.Subscribed.class).results())
        .containsExactly(new Result("SPY", BARS, Status.OK, 2, true));
    assertThat(back.received).isEqualTo(3);
    assertThat(back.faults).isEmpty();
  }

  @Test
  void whoComesBackLaterIsToldThatNobodyKnowsWhatItMissed() throws Exception {
    subscriber.subscribe(bars("SPY"));
    stage.flush();
    changes(2);
    stage.flush();
    subscriber.leave();
    stage.flush();
    stage.advance(Duration.ofSeconds(61));
    stage.keep();
    LedgerOutlet back = peer.successor();
    stage.join(back).subscribe(resume("SPY", 2));
    stage.flush();
    stage.state(SPY, "state");
    stage.flush();
    assertThat(back.last(Gap.class)).isEqualTo(new Gap(SPY, 0, 0, Gap.Cause.RESUME_EXPIRED));
    assertThat(back.snapshots).isEqualTo(1);
    assertThat(back.accounted.get(SPY)).isGreaterThan(3);
  }

  @Test
  void aNewLifeThatHasCaughtUpIsNotTakenForTheOldOne() throws Exception {
    subscriber.subscribe(bars("SPY"));
    stage.flush();
    changes(2);
    stage.flush();
    subscriber.leave();
    stage.flush();
    stage.advance(Duration.ofSeconds(61));
    stage.keep();
    stage.join(new LedgerOutlet()).subscribe(bars("SPY"));
    stage.flush();
    changes(5);
    LedgerOutlet back = peer.successor();
    stage.join(back).subscribe(resume("SPY", 2));
    stage.flush();
    assertThat(back.last(Gap.class)).isEqualTo(new Gap(SPY, 0, 0, Gap.Cause.RESUME_EXPIRED));
    assertThat(back.snapshots).isEqualTo(1);
  }

  @Test
  void moreThanMayBeOpenAreRefusedAsAWholeAndNothingIsOpened() throws Exception {
    subscriber.subscribe(HubStage.request(Delivery.EVERY, List.of(BARS, CLOSED), symbols(5)));
    LedgerOutlet second = new LedgerOutlet();
    Subscriber other = stage.join(second);
    other.subscribe(HubStage.request(Delivery.EVERY, List.of(RSI), symbols(10)));
    LedgerOutlet third = new LedgerOutlet();
    stage.join(third).subscribe(HubStage.request(Delivery.EVERY, List.of(BARS), "A", "B"));
    stage.flush();
    assertThat(third.last(Event.OverLimit.class))
        .isEqualTo(new Event.OverLimit("r", Event.Limit.TOPICS, 22, 20));
    assertThat(stage.logs.onDemand().size()).isEqualTo(20);
  }

  @Test
  void moreThanOneConversationMayHaveAreRefusedAsAWhole() throws Exception {
    subscriber.subscribe(HubStage.request(Delivery.EVERY, List.of(BARS, CLOSED), symbols(5)));
    subscriber.subscribe(bars("Z"));
    stage.flush();
    assertThat(peer.last(Event.OverLimit.class))
        .isEqualTo(new Event.OverLimit("r", Event.Limit.TOPICS_PER_CONNECTION, 11, 10));
  }

  @Test
  void allBarsAreThoseOfTheSymbolsThatAreThereAndThoseThatCome() throws Exception {
    stage.trade("SPY", 1);
    subscriber.subscribe(bars("*"));
    stage.flush();
    stage.trade("IBM", 1);
    stage.flush();
    stage.keep();
    assertThat(stage.told).containsExactly("+SPY|1m", "+IBM|1m");
    changes(1);
    stage.change(BARS.of(new Symbol("IBM")), "change");
    stage.flush();
    assertThat(peer.received).isEqualTo(2);
    assertThat(peer.accounted).doesNotContainKey(HubStage.prices("SPY"));
  }

  @Test
  void aSymbolThatComesWhenTooManyTopicsAreOpenIsNamed() throws Exception {
    subscriber.subscribe(bars("*"));
    stage
        .join(new LedgerOutlet())
        .subscribe(HubStage.request(Delivery.EVERY, List.of(RSI), symbols(10)));
    stage
        .join(new LedgerOutlet())
        .subscribe(HubStage.request(Delivery.EVERY, List.of(CLOSED), symbols(10)));
    stage.flush();
    stage.trade("IBM", 1);
    stage.flush();
    assertThat(peer.last(Event.NotOpened.class).topic()).isEqualTo(BARS.of(new Symbol("IBM")));
  }

  @Test
  void endingAllOfAChannelLeavesTheOthers() throws Exception {
    subscriber.subscribe(HubStage.request(Delivery.EVERY, "SPY"));
    subscriber.subscribe(bars("SPY"));
    subscriber.subscribe(HubStage.request(Delivery.EVERY, List.of(CLOSED), "SPY"));
    subscriber.unsubscribe(
        new UnsubscribeRequest("u", Channel.BARS, List.of(), List.of(SubscribeRequest.ALL)));
    subscriber.list("l", List.of());
    stage.flush();
    assertThat(peer.last(Event.Unsubscribed.class).results())
        .containsExactly(new Result("*", null, Status.OK, 0, false));
    assertThat(peer.last(Event.Subscriptions.class).lines())
        .extracting(Event.Subscriptions.Line::aspect)
        .containsExactly(Aspect.prices());
  }

  @Test
  void aHeartbeatTellsTheSequenceOfEveryTopic() throws Exception {
    subscriber.subscribe(bars("SPY"));
    stage.flush();
    changes(2);
    stage.flush();
    stage.advance(Duration.ofSeconds(6));
    stage.flush();
    assertThat(peer.last(Event.Heartbeat.class).sequences()).containsExactly(Map.entry(SPY, 2L));
  }

  private void changes(int count) {
    for (int i = 0; i < count; i++) {
      stage.change(SPY, "change");
    }
  }

  private static SubscribeRequest bars(String... symbols) {
    return HubStage.request(Delivery.EVERY, List.of(BARS), symbols);
  }

  private static SubscribeRequest resume(String symbol, long sequence) {
    Topic topic = BARS.of(new Symbol(symbol));
    return new SubscribeRequest(
        "r",
        List.of(BARS),
        List.of(symbol),
        Delivery.EVERY,
        true,
        new ResumePoint(HubStage.EPOCH, Map.of(topic.name(), sequence)));
  }

  private static String[] symbols(int count) {
    return IntStream.range(0, count).mapToObj(i -> "S" + i).toArray(String[]::new);
  }

  private List<Result> results() {
    return peer.last(Event.Subscribed.class).results();
  }
}
