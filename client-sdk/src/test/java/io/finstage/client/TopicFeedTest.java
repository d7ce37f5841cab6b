package io.finstage.client;

import static io.finstage.client.FakeTopics.bar;
import static io.finstage.client.FakeTopics.gap;
import static io.finstage.client.FakeTopics.indicator;
import static io.finstage.client.FakeTopics.signal;
import static io.finstage.client.FakeTopics.subscribed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.finstage.proto.v1.Subscribe;
import io.finstage.proto.v1.Unsubscribe;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicFeedTest {

  private static final Instant OPEN = Instant.parse("2013-10-07T13:30:00Z");
  private static final Subscription RSI =
      Subscription.to("SPY").indicators("1m", Indicators.rsi(14));

  private final FeedFixture fixture = new FeedFixture();
  private final FakePrices prices = fixture.prices;

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void asksForBarsOfAnInterval() {
    welcomed(Subscription.to("SPY", "IBM").bars("1m").closedOnly());

    Subscribe subscribe = prices.last().subscribes().get(0);
    assertThat(subscribe.getChannel()).isEqualTo("bars");
    assertThat(subscribe.getSymbolsList()).containsExactly("SPY", "IBM");
    assertThat(subscribe.getInterval()).isEqualTo("1m");
    assertThat(subscribe.getClosedOnly()).isTrue();
  }

  @Test
  void asksForIndicatorsByTheirText() {
    welcomed(
        Subscription.to("SPY")
            .indicators("1m", Indicators.rsi(14), Indicator.of("crosses_above(ema(9),ema(21))")));

    Subscribe subscribe = prices.last().subscribes().get(0);
    assertThat(subscribe.getChannel()).isEqualTo("indicators");
    assertThat(subscribe.getIndicatorsList())
        .containsExactly("rsi(14)", "crosses_above(ema(9),ema(21))");
    assertThat(subscribe.getClosedOnly()).isFalse();
  }

  @Test
  void tellsBarsValuesAndSignals() throws InterruptedException {
    PriceFeed feed = welcomed(RSI);
    prices.last().say(bar("SPY", 7, true), indicator("rsi(14)", 3, false, 0.1 + 0.2));
    prices.last().say(signal("crosses_above(ema(9),ema(21))", 1));

    List<FeedEvent> events = fixture.read(feed);

    BarUpdate bar = (BarUpdate) events.get(1);
    assertThat(bar.topic()).isEqualTo("SPY|1m");
    assertThat(bar.closed()).isTrue();
    assertThat(bar.bar()).isEqualTo(new Bar(OPEN, 2, 4, 1, 3, 100, 7));
    IndicatorUpdate rsi = (IndicatorUpdate) events.get(2);
    assertThat(rsi.topic()).isEqualTo("SPY|1m|rsi(14)");
    assertThat(rsi.value()).isEqualTo(0.1 + 0.2);
    assertThat(rsi.value("signal")).isNaN();
    assertThat(rsi.openTime()).isEqualTo(OPEN);
    SignalUpdate cross = (SignalUpdate) events.get(3);
    assertThat(cross.kind()).isEqualTo("CROSSES_ABOVE");
    assertThat(cross.values()).containsExactly(2.0, 1.0);
  }

  @Test
  void countsEachTopicOnItsOwn() throws InterruptedException {
    PriceFeed feed = welcomed(RSI);
    acknowledge(2, "rsi(14)");
    prices.last().say(FakePrices.update("SPY", 90), bar("SPY", 50, true), bar("SPY", 51, false));
    prices.last().say(indicator("rsi(14)", 3, false, 1), indicator("rsi(14)", 6, false, 1));

    assertThat(fixture.read(feed))
        .filteredOn(Gap.class::isInstance)
        .containsExactly(new Gap("SPY", "SPY|1m|rsi(14)", 4, 5, Gap.Cause.SEQUENCE_JUMP));
  }

  @Test
  void passesOnGapsOfTheServerWithTheirTopic() throws InterruptedException {
    PriceFeed feed = welcomed(RSI);
    acknowledge(2, "rsi(14)");
    prices.last().say(gap("rsi(14)", 3, 9), indicator("rsi(14)", 10, false, 1));

    assertThat(fixture.read(feed))
        .filteredOn(Gap.class::isInstance)
        .containsExactly(new Gap("SPY", "SPY|1m|rsi(14)", 3, 9, Gap.Cause.SLOW_CONSUMER));
  }

  @Test
  void takesTheStateOfATopicThatWasOpenedForItAsItsFirstItem() throws InterruptedException {
    PriceFeed feed = welcomed(RSI);
    acknowledge(500, "rsi(14)");
    prices.last().say(indicator("rsi(14)", 501, true, 1), indicator("rsi(14)", 502, false, 1));

    assertThat(fixture.read(feed)).noneMatch(Gap.class::isInstance).hasSize(4);
  }

  @Test
  void hidesTheSnapshotFromWhoDoesNotWantItAndCountsIt() throws InterruptedException {
    PriceFeed feed = welcomed(RSI.withoutSnapshot());
    acknowledge(500, "rsi(14)");
    prices.last().say(indicator("rsi(14)", 501, true, 1), indicator("rsi(14)", 502, false, 1));

    assertThat(fixture.read(feed))
        .hasExactlyElementsOfTypes(
            Connected.class, SubscriptionResult.class, IndicatorUpdate.class);
  }

  @Test
  void resumesByTheServersSpellingOfAnIndicator() throws InterruptedException {
    PriceFeed feed =
        welcomed(Subscription.to("SPY").indicators("1m", Indicator.of("RSI"), Indicators.sma(20)));
    acknowledge(2, "rsi(14)", "sma(20)");
    prices.last().say(indicator("rsi(14)", 3, false, 1));
    reconnect(feed);

    Subscribe again = prices.last().subscribes().get(0);
    assertThat(again.getIndicatorsList()).containsExactlyInAnyOrder("rsi(14)", "sma(20)");
    assertThat(again.getResume().getEpoch()).isEqualTo("e1");
    assertThat(again.getResume().getSequencesMap())
        .isEqualTo(Map.of("SPY|1m|rsi(14)", 3L, "SPY|1m|sma(20)", 2L));
    assertThat(prices.last().subscribes()).hasSize(1);
  }

  @Test
  void resumesAlsoWhatTheServerTakesForOne() throws InterruptedException {
    PriceFeed feed =
        welcomed(Subscription.to("SPY").indicators("1m", Indicator.of("RSI"), Indicator.of("rsi")));
    acknowledge(2, "rsi(14)");
    reconnect(feed);

    assertThat(prices.last().subscribes())
        .anySatisfy(again ->
            assertThat(again.getResume().getSequencesMap())
                .isEqualTo(Map.of("SPY|1m|rsi(14)", 2L)));
  }

  @Test
  void resumesPricesAndBarsOfOneSymbolEachInItsChannel() throws InterruptedException {
    PriceFeed feed = welcomed(Subscription.to("SPY"), Subscription.to("SPY").bars("1m"));
    prices.last().say(FakePrices.update("SPY", 90), bar("SPY", 50, true));
    reconnect(feed);

    assertThat(prices.last().subscribes())
        .extracting(Subscribe::getChannel, it -> it.getResume().getSequencesMap())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("prices", Map.of("SPY", 90L)),
            org.assertj.core.groups.Tuple.tuple("bars", Map.of("SPY|1m", 50L)));
  }

  @Test
  void resumesBarsOfAllSymbols() throws InterruptedException {
    PriceFeed feed = welcomed(Subscription.toAll().bars("1m"));
    prices.last().say(bar("SPY", 50, true), bar("IBM", 9, true));
    reconnect(feed);

    Subscribe again = prices.last().subscribes().get(0);
    assertThat(again.getSymbolsList()).containsExactly("*");
    assertThat(again.getResume().getSequencesMap()).isEqualTo(Map.of("SPY|1m", 50L, "IBM|1m", 9L));
  }

  @Test
  void givesUpAnIndicatorAsTheUserSpeltIt() throws InterruptedException {
    Subscription asked = Subscription.to("SPY").indicators("1m", Indicator.of("RSI"));
    PriceFeed feed = welcomed(asked, Subscription.to("SPY"));
    acknowledge(2, "rsi(14)");
    feed.unsubscribe(asked);
    fixture.loop.run();

    Unsubscribe request = prices.last().heard.get(prices.last().heard.size() - 1).getUnsubscribe();
    assertThat(request.getChannel()).isEqualTo("indicators");
    assertThat(request.getInterval()).isEqualTo("1m");
    assertThat(request.getIndicatorsList()).containsExactly("RSI");

    reconnect(feed);
    assertThat(prices.last().subscribes())
        .extracting(Subscribe::getChannel)
        .containsExactly("prices");
  }

  @Test
  void tellsOfEveryTopicWhenTheServerCountsAnew() throws InterruptedException {
    PriceFeed feed = welcomed(Subscription.to("SPY").bars("1m"));
    prices.last().say(bar("SPY", 50, true));
    prices.last().fail(Status.UNAVAILABLE);
    fixture.read(feed);
    fixture.pass(Duration.ofSeconds(1));
    prices.last().welcome("e2");

    assertThat(fixture.read(feed))
        .contains(new Gap("SPY", "SPY|1m", 0, 0, Gap.Cause.SERVER_RESTARTED));
  }

  @Test
  void splitsARequestByTopics() {
    List<String> symbols = java.util.stream.IntStream.range(0, 300).mapToObj(i -> "S" + i).toList();
    welcomed(
        new Subscription(symbols, Delivery.EVERY, true)
            .indicators("1m", Indicators.rsi(14), Indicators.sma(20)));

    assertThat(prices.last().subscribes())
        .extracting(Subscribe::getSymbolsCount)
        .containsExactly(250, 50);
  }

  @Test
  void namesATopicAsTheContractDoes() {
    for (String name :
        List.of("SPY", "SPY|1m", "SPY|1m|closed", "SPY|1m|rsi(14)", "SPY|1m|rsi(14)|closed")) {
      assertThat(Topic.parse(name).name()).isEqualTo(name);
    }
    assertThat(Topic.parse("SPY|1m|closed")).isEqualTo(new Topic("SPY", "1m", "", true));
  }

  @Test
  void doesNotGuessWhichLineIsMeant() {
    IndicatorUpdate macd =
        new IndicatorUpdate(
            "SPY",
            "1m",
            "macd(12,26,9)",
            1,
            false,
            0,
            OPEN,
            false,
            false,
            Map.of("macd", 1.0, "signal", 2.0),
            false,
            OPEN);
    assertThat(macd.value("signal")).isEqualTo(2.0);
    assertThatThrownBy(macd::value).isInstanceOf(IllegalStateException.class);
  }

  private PriceFeed welcomed(Subscription... subscriptions) {
    PriceFeed feed = fixture.open(subscriptions);
    prices.last().welcome("e1");
    fixture.loop.run();
    return feed;
  }

  private void acknowledge(long sequence, String... indicators) {
    String id = prices.last().subscribes().get(0).getRequestId();
    prices.last().say(subscribed(id, sequence, indicators));
    fixture.loop.run();
  }

  private void reconnect(PriceFeed feed) throws InterruptedException {
    fixture.read(feed);
    prices.last().fail(Status.UNAVAILABLE);
    fixture.pass(Duration.ofSeconds(1));
    prices.last().welcome("e1");
    fixture.loop.run();
  }
}
