package io.finstage.client;

import static io.finstage.client.FakePrices.closing;
import static io.finstage.client.FakePrices.gap;
import static io.finstage.client.FakePrices.heartbeat;
import static io.finstage.client.FakePrices.subscribed;
import static io.finstage.client.FakePrices.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.finstage.proto.v1.ConnectRequest;
import io.finstage.proto.v1.Error;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.proto.v1.Subscribe;
import io.finstage.proto.v1.SymbolStatus.Value;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PriceFeedTest {

  private static final Duration SILENCE_MAX = Duration.ofMillis(2L * FakePrices.HEARTBEAT_MS);

  private final FeedFixture fixture = new FeedFixture();
  private final FakePrices prices = fixture.prices;

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void asksForItsSymbolsOnceTheServerHasSaidWelcome() {
    fixture.open(
        Subscription.to("SPY", "IBM").delivered(Delivery.interval(Duration.ofMillis(250))));
    assertThat(prices.last().heard).isEmpty();

    prices.last().welcome("e1");
    fixture.loop.run();

    Subscribe subscribe = prices.last().subscribes().get(0);
    assertThat(subscribe.getChannel()).isEqualTo("prices");
    assertThat(subscribe.getSymbolsList()).containsExactly("SPY", "IBM");
    assertThat(subscribe.getDelivery().getIntervalMs()).isEqualTo(250);
    assertThat(subscribe.getSnapshot()).isTrue();
    assertThat(subscribe.hasResume()).isFalse();
  }

  @Test
  void tellsOfConnectionAnswerAndUpdatesInTheirOrder() throws InterruptedException {
    PriceFeed feed = fixture.open(Subscription.to("SPY"));
    prices.last().welcome("e1");
    fixture.loop.run();
    fixture.acknowledge("SPY", 41, false);
    prices.last().say(update("SPY", 41, true, 0), update("SPY", 42));

    List<FeedEvent> events = fixture.read(feed);

    assertThat(events).hasSize(4);
    assertThat(events.get(0)).isEqualTo(new Connected(1, "e1", "0.0", false));
    assertThat(events.get(1))
        .isEqualTo(
            new SubscriptionResult(
                Delivery.EVERY, List.of(new SymbolResult("SPY", SymbolStatus.OK, 41, false))));
    PriceUpdate snapshot = (PriceUpdate) events.get(2);
    assertThat(snapshot.snapshot()).isTrue();
    assertThat(snapshot.price()).isEqualTo(100.5);
    assertThat(snapshot.bid()).isNaN();
    assertThat(((PriceUpdate) events.get(3)).sequence()).isEqualTo(42);
  }

  @Test
  void resumesByEpochAndSequenceAfterTheConnectionBroke() throws InterruptedException {
    PriceFeed feed = fixture.openAt("SPY", 41);
    prices.last().say(update("SPY", 42));
    prices.last().fail(Status.UNAVAILABLE.withDescription("gone"));

    List<FeedEvent> events = fixture.read(feed);
    Reconnecting reconnecting = (Reconnecting) events.get(1);
    assertThat(reconnecting.cause()).isEqualTo(Reconnecting.Cause.CONNECTION_LOST);
    assertThat(reconnecting.detail()).contains("gone");

    fixture.pass(reconnecting.delay());
    prices.last().welcome("e1");
    fixture.loop.run();
    Subscribe subscribe = prices.last().subscribes().get(0);
    assertThat(subscribe.getResume().getEpoch()).isEqualTo("e1");
    assertThat(subscribe.getResume().getSequencesMap()).isEqualTo(Map.of("SPY", 42L));

    fixture.acknowledge("SPY", 42, true);
    prices.last().say(update("SPY", 43));
    events = fixture.read(feed);
    assertThat(events.get(0)).isEqualTo(new Connected(2, "e1", "0.0", false));
    assertThat(events.get(1)).isInstanceOf(SubscriptionResult.class);
    assertThat(((PriceUpdate) events.get(2)).sequence()).isEqualTo(43);
    assertThat(events).hasSize(3);
  }

  @Test
  void dropsWhatAReplayRepeats() throws InterruptedException {
    PriceFeed feed = fixture.openAt("SPY", 41);
    prices.last().say(update("SPY", 42), update("SPY", 43), update("SPY", 43), update("SPY", 42));
    prices.last().say(update("SPY", 44));

    assertThat(fixture.read(feed))
        .extracting(event -> ((PriceUpdate) event).sequence())
        .containsExactly(42L, 43L, 44L);
  }

  @Test
  void tellsOfAJumpBeforeTheUpdateThatShowsIt() throws InterruptedException {
    PriceFeed feed = fixture.openAt("SPY", 41);
    prices.last().say(update("SPY", 42), update("SPY", 50));

    List<FeedEvent> events = fixture.read(feed);

    assertThat(events.get(1)).isEqualTo(new Gap("SPY", 43, 49, Gap.Cause.SEQUENCE_JUMP));
    assertThat(((PriceUpdate) events.get(2)).sequence()).isEqualTo(50);
  }

  @Test
  void passesOnTheGapsOfTheServerOnce() throws InterruptedException {
    PriceFeed feed = fixture.openAt("SPY", 41);
    prices
        .last()
        .say(gap("SPY", 42, 57, io.finstage.proto.v1.Gap.Cause.SLOW_CONSUMER), update("SPY", 58));

    List<FeedEvent> events = fixture.read(feed);

    assertThat(events).hasSize(2);
    assertThat(events.get(0)).isEqualTo(new Gap("SPY", 42, 57, Gap.Cause.SLOW_CONSUMER));
  }

  @Test
  void tellsOfAGapOfUnknownSizeWhenTheServerCountsAnew() throws InterruptedException {
    PriceFeed feed = fixture.openAt("SPY", 41);
    prices.last().fail(Status.UNAVAILABLE);
    fixture.read(feed);
    fixture.pass(Duration.ofSeconds(1));
    prices.last().welcome("e2");
    fixture.loop.run();
    assertThat(prices.last().subscribes().get(0).hasResume()).isFalse();
    fixture.acknowledge("SPY", 3, false);
    prices.last().say(update("SPY", 3, true, 0), update("SPY", 4));

    List<FeedEvent> events = fixture.read(feed);

    assertThat(events.get(0)).isEqualTo(new Connected(2, "e2", "0.0", true));
    assertThat(events.get(1)).isEqualTo(new Gap("SPY", 0, 0, Gap.Cause.SERVER_RESTARTED));
    assertThat(((Gap) events.get(1)).missing()).isEmpty();
    assertThat(events.subList(2, events.size()))
        .hasExactlyElementsOfTypes(SubscriptionResult.class, PriceUpdate.class, PriceUpdate.class);
  }

  @Test
  void waitsTwiceAsLongAfterEachFailedAttempt() throws InterruptedException {
    PriceFeed feed = fixture.open(Subscription.to("SPY"));
    for (int attempt = 1; attempt <= 4; attempt++) {
      prices.last().fail(Status.UNAVAILABLE);
      Reconnecting told = (Reconnecting) fixture.read(feed).get(0);
      assertThat(told.attempt()).isEqualTo(attempt);
      assertThat(told.delay()).isEqualTo(Duration.ofMillis(200L << (attempt - 1)));

      fixture.pass(told.delay().minusNanos(1));
      assertThat(prices.talks).hasSize(attempt);
      fixture.pass(Duration.ofNanos(1));
      assertThat(prices.talks).hasSize(attempt + 1);
    }
  }

  @Test
  void beginsWithAShortDelayAgainOnceAConnectionHasHeld() throws InterruptedException {
    PriceFeed feed = fixture.open(Subscription.to("SPY"));
    prices.last().fail(Status.UNAVAILABLE);
    fixture.pass(Duration.ofSeconds(1));
    prices.last().welcome("e1");
    fixture.pass(Duration.ofMillis(FakePrices.HEARTBEAT_MS));
    fixture.read(feed);

    prices.last().fail(Status.UNAVAILABLE);

    assertThat(((Reconnecting) fixture.read(feed).get(0)).attempt()).isEqualTo(1);
  }

  @Test
  void goesOnBackingOffWhenConnectionsBreakRightAfterTheWelcome() throws InterruptedException {
    PriceFeed feed = fixture.open(Subscription.to("SPY"));
    prices.last().fail(Status.UNAVAILABLE);
    fixture.pass(Duration.ofSeconds(1));
    prices.last().welcome("e1");
    fixture.read(feed);

    prices.last().fail(Status.UNAVAILABLE);

    assertThat(((Reconnecting) fixture.read(feed).get(0)).attempt()).isEqualTo(2);
  }

  @Test
  void takesAServerThatSaysNothingForTwoHeartbeatIntervalsForDead() throws InterruptedException {
    PriceFeed feed = fixture.openAt("SPY", 41);
    fixture.pass(SILENCE_MAX.minusMillis(1));
    assertThat(fixture.read(feed)).isEmpty();

    fixture.pass(Duration.ofMillis(1));

    Reconnecting told = (Reconnecting) fixture.read(feed).get(0);
    assertThat(told.cause()).isEqualTo(Reconnecting.Cause.MUTE);
    assertThat(prices.talks.get(0).isCancelled()).isTrue();
    fixture.pass(told.delay());
    assertThat(prices.talks).hasSize(2);
  }

  @Test
  void takesAHeartbeatForASignOfLife() throws InterruptedException {
    PriceFeed feed = fixture.openAt("SPY", 41);
    for (int beat = 0; beat < 10; beat++) {
      fixture.pass(SILENCE_MAX.minusMillis(1));
      prices.last().say(heartbeat(Map.of("SPY", 41L)));
      assertThat(fixture.read(feed)).isEmpty();
    }
    assertThat(prices.talks).hasSize(1);
  }

  @Test
  void tellsOfALossThatOnlyTheHeartbeatsShow() throws InterruptedException {
    PriceFeed feed = fixture.openAt("SPY", 41);
    prices.last().say(heartbeat(Map.of("SPY", 44L)));
    assertThat(fixture.read(feed)).isEmpty();

    prices.last().say(heartbeat(Map.of("SPY", 44L)));

    assertThat(fixture.read(feed)).containsExactly(new Gap("SPY", 42, 44, Gap.Cause.SEQUENCE_JUMP));
  }

  @Test
  void givesUpAConnectionThatIsNotWelcomedWithinTheDeadline() throws InterruptedException {
    PriceFeed feed = fixture.open(Subscription.to("SPY"));
    fixture.pass(ClientOptions.defaults().deadline());

    Reconnecting told = (Reconnecting) fixture.read(feed).get(0);
    assertThat(told.cause()).isEqualTo(Reconnecting.Cause.NO_WELCOME);
    assertThat(prices.talks.get(0).isCancelled()).isTrue();
  }

  @Test
  void namesTheReasonWithWhichTheServerSaysGoodbye() throws InterruptedException {
    PriceFeed feed = fixture.openAt("SPY", 41);
    prices.last().say(closing("SERVER_SHUTDOWN", true));
    prices.last().fail(Status.UNAVAILABLE);

    Reconnecting told = (Reconnecting) fixture.read(feed).get(0);
    assertThat(told.cause()).isEqualTo(Reconnecting.Cause.SERVER_CLOSING);
    assertThat(told.detail()).isEqualTo("SERVER_SHUTDOWN");
  }

  @Test
  void endsWhenTheServerAsksNotToComeBack() {
    PriceFeed feed = fixture.open(Subscription.to("SPY"));
    prices.last().say(closing("TOO_MANY_ERRORS", false));
    prices.last().complete();

    assertThatThrownBy(() -> fixture.read(feed)).hasMessageContaining("TOO_MANY_ERRORS");
  }

  @Test
  void endsWithAnErrorThatNoRetryCanMend() throws InterruptedException {
    PriceFeed feed = fixture.openAt("SPY", 41);
    prices.last().say(update("SPY", 42));
    prices.last().fail(Status.PERMISSION_DENIED.withDescription("not yours"));
    fixture.loop.run();

    assertThat(feed.next(Duration.ZERO)).isPresent();
    assertThatThrownBy(() -> feed.next(Duration.ZERO))
        .isInstanceOf(FinstageException.class)
        .hasMessageContaining("PERMISSION_DENIED")
        .hasMessageContaining("not yours");
    fixture.pass(Duration.ofHours(1));
    assertThat(prices.talks).hasSize(1);
  }

  @Test
  void endsWithAnErrorRatherThanSilenceWhenTheServerSaysWhatCannotBe() {
    PriceFeed feed = fixture.open(Subscription.to("SPY"));
    prices.last().welcome("e1");
    prices.last().say(gap("SPY", 9, 3, io.finstage.proto.v1.Gap.Cause.UPSTREAM));

    assertThatThrownBy(() -> fixture.read(feed)).hasMessageContaining("NOT_UNDERSTOOD");
    assertThat(prices.last().isCancelled()).isTrue();
  }

  @Test
  void reportsARefusedRequestAndDoesNotRepeatIt() throws InterruptedException {
    PriceFeed feed = fixture.openAt("SPY", 41);
    feed.subscribe(Subscription.to("IBM"));
    fixture.loop.run();
    String id = prices.last().subscribes().get(1).getRequestId();
    prices
        .last()
        .say(
            StreamEvent.newBuilder()
                .setError(
                    Error.newBuilder()
                        .setRequestId(id)
                        .setCode("RESOURCE_EXHAUSTED")
                        .setReason("SYMBOLS_PER_CONNECTION_MAX"))
                .build());

    RequestRefused refused = (RequestRefused) fixture.read(feed).get(0);
    assertThat(refused.symbols()).containsExactly("IBM");
    assertThat(refused.code()).isEqualTo(FinstageException.Code.RESOURCE_EXHAUSTED);
    assertThat(refused.reason()).isEqualTo("SYMBOLS_PER_CONNECTION_MAX");

    prices.last().fail(Status.UNAVAILABLE);
    fixture.pass(Duration.ofSeconds(1));
    prices.last().welcome("e1");
    fixture.loop.run();
    assertThat(prices.last().subscribes())
        .flatExtracting(Subscribe::getSymbolsList)
        .containsExactly("SPY");
  }

  @Test
  void keepsWhatWasSubscribedWhileItRanOverAReconnect() throws InterruptedException {
    PriceFeed feed = fixture.openAt("SPY", 41);
    feed.subscribe(Subscription.to("IBM").delivered(Delivery.LATEST).withoutSnapshot());
    feed.unsubscribe("SPY");
    fixture.loop.run();
    assertThat(prices.last().heard)
        .extracting(ConnectRequest::getRequestCase)
        .containsExactly(
            ConnectRequest.RequestCase.SUBSCRIBE,
            ConnectRequest.RequestCase.SUBSCRIBE,
            ConnectRequest.RequestCase.UNSUBSCRIBE);

    prices.last().fail(Status.UNAVAILABLE);
    fixture.pass(Duration.ofSeconds(1));
    prices.last().welcome("e1");
    fixture.loop.run();

    assertThat(prices.last().subscribes()).hasSize(1);
    Subscribe again = prices.last().subscribes().get(0);
    assertThat(again.getSymbolsList()).containsExactly("IBM");
    assertThat(again.getSnapshot()).isFalse();
    assertThat(again.hasResume()).isFalse();
  }

  @Test
  void asksForManySymbolsInRequestsThatTheServerCanTake() {
    List<String> symbols =
        java.util.stream.IntStream.range(0, 1200).mapToObj(i -> "S" + i).toList();
    fixture.open(new Subscription(symbols, Delivery.EVERY, true));
    prices.last().welcome("e1");
    fixture.loop.run();

    assertThat(prices.last().subscribes())
        .extracting(Subscribe::getSymbolsCount)
        .containsExactly(500, 500, 200);
  }

  @Test
  void doesNotAskAgainForWhatIsNoSymbol() throws InterruptedException {
    PriceFeed feed = fixture.open(Subscription.to("%%%", "SPY"));
    prices.last().welcome("e1");
    fixture.loop.run();
    prices.last().say(subscribed("1", "%%%", Value.INVALID_SYMBOL, 0, false));
    assertThat(fixture.read(feed))
        .last()
        .extracting(event -> ((SubscriptionResult) event).results().get(0).status())
        .isEqualTo(SymbolStatus.INVALID_SYMBOL);

    prices.last().fail(Status.UNAVAILABLE);
    fixture.pass(Duration.ofSeconds(1));
    prices.last().welcome("e1");
    fixture.loop.run();

    assertThat(prices.last().subscribes().get(0).getSymbolsList()).containsExactly("SPY");
  }

  @Test
  void tellsOfASymbolThatWentLiveWhileThereWasNoConnection() throws InterruptedException {
    PriceFeed feed = fixture.openAt(Subscription.ALL, 0);
    prices.last().say(update("SPY", 41, true, 0), update("SPY", 42));
    prices.last().fail(Status.UNAVAILABLE);
    fixture.read(feed);
    fixture.pass(Duration.ofSeconds(1));
    prices.last().welcome("e1");
    fixture.loop.run();
    fixture.acknowledge(Subscription.ALL, 0, false);
    prices.last().say(update("IBM", 7, true, 0));

    assertThat(fixture.read(feed)).contains(new Gap("IBM", 1, 7, Gap.Cause.SEQUENCE_JUMP));
  }
}
