package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.finstage.client.Connected;
import io.finstage.client.Delivery;
import io.finstage.client.FeedEvent;
import io.finstage.client.FinstageClient;
import io.finstage.client.FinstageException;
import io.finstage.client.Gap;
import io.finstage.client.Instrument;
import io.finstage.client.Price;
import io.finstage.client.PriceFeed;
import io.finstage.client.PriceUpdate;
import io.finstage.client.PublishSummary;
import io.finstage.client.Publisher;
import io.finstage.client.Reconnecting;
import io.finstage.client.Rejection;
import io.finstage.client.RequestRefused;
import io.finstage.client.Subscription;
import io.finstage.client.SubscriptionResult;
import io.finstage.client.SymbolStatus;
import io.finstage.client.Trade;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SdkIT {

  private static final Duration SOON = Duration.ofSeconds(40);

  @TempDir private Path folder;
  private final int port = LaunchedServer.freePort();
  private final List<FeedEvent> seen = new ArrayList<>();
  private LaunchedServer server;
  private FinstageClient client;

  @BeforeEach
  void start() {
    server = launch();
    client = FinstageClient.connect("127.0.0.1:" + port);
    await().atMost(SOON).until(this::isServing);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void deliversEveryUpdateOfALiveSymbolInOrder() throws InterruptedException {
    try (PriceFeed feed = client.prices("SPY")) {
      readUntil(feed, event -> event instanceof PriceUpdate update && update.sequence() > 200);
    }
    assertThat(gaps()).isEmpty();
    assertContiguous("SPY");
  }

  @Test
  void goesOnByItselfAndReportsTheGapWhenTheServerIsKilledAndStartedAgain()
      throws InterruptedException {
    try (PriceFeed feed = client.prices("SPY")) {
      readUntil(feed, SdkIT::isLive);

      server.kill();
      readUntil(feed, Reconnecting.class::isInstance);
      server = launch();

      readUntil(feed, Connected.class::isInstance);
      readUntil(feed, SdkIT::isLive);
    }
    assertThat(seen)
        .anySatisfy(event -> {
          assertThat(event).isInstanceOf(Connected.class);
          assertThat(((Connected) event).epochChanged()).isTrue();
        });
    assertThat(gaps()).containsExactly(new Gap("SPY", 0, 0, Gap.Cause.SERVER_RESTARTED));
  }

  @Test
  void namesTheGoodbyeOfAServerThatIsStopped() throws InterruptedException {
    try (PriceFeed feed = client.prices("SPY")) {
      readUntil(feed, SdkIT::isLive);

      server.terminate();

      Reconnecting told = (Reconnecting) readUntil(feed, Reconnecting.class::isInstance);
      assertThat(told.cause()).isEqualTo(Reconnecting.Cause.SERVER_CLOSING);
      assertThat(told.detail()).isEqualTo("SERVER_SHUTDOWN");
    }
  }

  @Test
  void leavesAFrozenServerAndAccountsForEveryUpdateAfterwards() throws Exception {
    try (PriceFeed feed = client.prices("SPY")) {
      readUntil(feed, SdkIT::isLive);

      server.freeze();
      Reconnecting told = (Reconnecting) readUntil(feed, Reconnecting.class::isInstance);
      assertThat(told.cause()).isEqualTo(Reconnecting.Cause.MUTE);
      server.thaw();

      readUntil(feed, Connected.class::isInstance);
      readUntil(feed, SdkIT::isLive);
    }
    assertThat(seen)
        .filteredOn(SubscriptionResult.class::isInstance)
        .last()
        .satisfies(
            event -> assertThat(((SubscriptionResult) event).results().get(0).resumed()).isTrue());
    assertThat(gaps()).isEmpty();
    assertContiguous("SPY");
  }

  @Test
  void changesItsSubscriptionsWhileItRuns() throws InterruptedException {
    try (PriceFeed feed = client.prices("SPY")) {
      readUntil(feed, SdkIT::isLive);
      feed.subscribe(Subscription.to("IBM").delivered(Delivery.interval(Duration.ofMillis(50))));
      readUntil(feed, event -> event instanceof PriceUpdate update && isFolded(update, "IBM"));
      feed.unsubscribe("IBM");
      feed.subscribe(Subscription.to("NEVER-SEEN", "not a symbol"));
      SubscriptionResult result =
          (SubscriptionResult) readUntil(feed, event -> answers(event, "NEVER-SEEN"));
      assertThat(result.results().get(0).status()).isEqualTo(SymbolStatus.PENDING);
      assertThat(result.results().get(1).status()).isEqualTo(SymbolStatus.INVALID_SYMBOL);
    }
    assertThat(gaps()).isEmpty();
  }

  @Test
  void isToldOfARequestOverTheLimitAndGoesOn() throws InterruptedException {
    try (PriceFeed feed = client.prices("SPY")) {
      readUntil(feed, SdkIT::isLive);
      List<String> many = IntStream.range(0, 1001).mapToObj(i -> "S" + i).toList();
      feed.subscribe(new Subscription(many, Delivery.EVERY, true));

      RequestRefused refused = (RequestRefused) readUntil(feed, RequestRefused.class::isInstance);

      assertThat(refused.code()).isEqualTo(FinstageException.Code.RESOURCE_EXHAUSTED);
      readUntil(feed, SdkIT::isLive);
    }
  }

  @Test
  void publishesTicksThatOthersSee() throws InterruptedException {
    Publisher publisher = client.publisher();
    try (PriceFeed feed = client.prices("MINE")) {
      readUntil(feed, SubscriptionResult.class::isInstance);
      publisher.publish(Trade.of("MINE", 100.5, 10));
      publisher.publish(Trade.of("MINE", 100.6, 10, Instant.EPOCH.plus(Duration.ofDays(999_999))));
      publisher.publish(Trade.of("MINE", 100.7, 10));
      publisher.close();

      PriceUpdate last =
          (PriceUpdate)
              readUntil(feed, event -> event instanceof PriceUpdate u && u.sequence() == 2);
      assertThat(last.price()).isEqualTo(100.7);
    }

    PublishSummary summary = publisher.summary();
    assertThat(summary.accepted()).isEqualTo(2);
    assertThat(summary.rejected()).isEqualTo(1);
    assertThat(summary.unconfirmed()).isZero();
    assertThat(summary.rejections()).extracting(Rejection::index).containsExactly(1L);
    Price price = client.getPrices("MINE").get(0);
    assertThat(price.price()).isEqualTo(100.7);
    assertThat(client.listInstruments()).extracting(Instrument::symbol).contains("MINE", "SPY");
  }

  private LaunchedServer launch() {
    return LaunchedServer.start(
        folder,
        "--server.port=" + port,
        "--feed.simulated.symbols=SPY, IBM",
        "--feed.simulated.rate=100",
        "--hub.heartbeat-interval=500ms");
  }

  private boolean isServing() {
    try {
      return client.getPrices("SPY").get(0).status() == SymbolStatus.OK;
    } catch (FinstageException e) {
      return false;
    }
  }

  /** Reads on until an event is found; all that was read is in {@code seen}. */
  private FeedEvent readUntil(PriceFeed feed, Predicate<FeedEvent> wanted)
      throws InterruptedException {
    while (true) {
      Optional<FeedEvent> event = feed.next(SOON);
      assertThat(event).as("an event within " + SOON).isPresent();
      seen.add(event.get());
      if (wanted.test(event.get())) {
        return event.get();
      }
    }
  }

  private List<FeedEvent> gaps() {
    return seen.stream().filter(Gap.class::isInstance).toList();
  }

  private void assertContiguous(String symbol) {
    List<Long> sequences =
        seen.stream()
            .filter(event -> event instanceof PriceUpdate u && u.symbol().equals(symbol))
            .map(PriceUpdate.class::cast)
            .filter(update -> !update.snapshot())
            .map(PriceUpdate::sequence)
            .toList();
    assertThat(sequences).isNotEmpty();
    long first = sequences.get(0);
    assertThat(sequences)
        .isEqualTo(
            IntStream.range(0, sequences.size()).mapToObj(offset -> first + offset).toList());
  }

  private static boolean isLive(FeedEvent event) {
    return event instanceof PriceUpdate update && !update.snapshot();
  }

  private static boolean isFolded(PriceUpdate update, String symbol) {
    return update.symbol().equals(symbol) && update.conflated() > 0;
  }

  private static boolean answers(FeedEvent event, String symbol) {
    return event instanceof SubscriptionResult result
        && result.results().get(0).symbol().equals(symbol);
  }
}
