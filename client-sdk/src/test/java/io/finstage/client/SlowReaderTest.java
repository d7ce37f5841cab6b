package io.finstage.client;

import static io.finstage.client.FakePrices.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlowReaderTest {

  private static final int BUFFER_MAX = 10;

  private final FeedFixture fixture =
      new FeedFixture(ClientOptions.defaults().withFeedBufferMax(BUFFER_MAX));
  private final FakePrices prices = fixture.prices;

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void leavesWithTheServerWhatDoesNotFitIntoTheBuffer() throws InterruptedException {
    PriceFeed feed = fixture.openAt("SPY", 0);
    for (int sequence = 1; sequence <= 100; sequence++) {
      prices.last().say(update("SPY", sequence));
    }
    fixture.loop.run();

    assertThat(prices.last().isReady()).isFalse();
    int waiting = 0;
    while (feed.next(Duration.ZERO).isPresent()) {
      waiting++;
    }
    assertThat(waiting).isEqualTo(BUFFER_MAX);
  }

  @Test
  void losesNothingOnceItReadsOn() throws InterruptedException {
    PriceFeed feed = fixture.openAt("SPY", 0);
    for (int sequence = 1; sequence <= 100; sequence++) {
      prices.last().say(update("SPY", sequence));
    }
    fixture.loop.run();

    List<FeedEvent> events = fixture.read(feed);

    assertThat(events).hasSize(100).allMatch(PriceUpdate.class::isInstance);
  }

  @Test
  void doesNotTakeItsOwnSlownessForASilentServer() throws InterruptedException {
    PriceFeed feed = fixture.openAt("SPY", 0);
    for (int sequence = 1; sequence <= BUFFER_MAX + 1; sequence++) {
      prices.last().say(update("SPY", sequence));
    }
    fixture.pass(Duration.ofHours(1));

    assertThat(fixture.read(feed)).hasSize(BUFFER_MAX + 1).allMatch(PriceUpdate.class::isInstance);
    assertThat(prices.talks).hasSize(1);
  }

  @Test
  void noticesSilenceAgainAfterItHasReadOn() throws InterruptedException {
    PriceFeed feed = fixture.openAt("SPY", 0);
    for (int sequence = 1; sequence <= BUFFER_MAX; sequence++) {
      prices.last().say(update("SPY", sequence));
    }
    fixture.pass(Duration.ofHours(1));
    fixture.read(feed);

    fixture.pass(Duration.ofMillis(4L * FakePrices.HEARTBEAT_MS));

    assertThat(((Reconnecting) fixture.read(feed).get(0)).cause())
        .isEqualTo(Reconnecting.Cause.MUTE);
  }

  @Test
  void doesNotReconnectForAUserWhoReadsNothing() throws InterruptedException {
    PriceFeed feed = fixture.openAt("SPY", 0);
    for (int attempt = 1; attempt <= BUFFER_MAX; attempt++) {
      assertThat(prices.talks).hasSize(attempt);
      prices.last().fail(Status.UNAVAILABLE);
      fixture.pass(Duration.ofMillis(Math.min(10_000, 200L << (attempt - 1))));
    }
    fixture.pass(Duration.ofHours(1));
    assertThat(prices.talks).hasSize(BUFFER_MAX);

    assertThat(fixture.read(feed)).hasSize(BUFFER_MAX).allMatch(Reconnecting.class::isInstance);

    assertThat(prices.talks).hasSize(BUFFER_MAX + 1);
  }
}
