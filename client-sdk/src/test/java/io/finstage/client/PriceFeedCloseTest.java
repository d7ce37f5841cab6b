package io.finstage.client;

import static io.finstage.client.FakePrices.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.time.Duration;
import java.util.Iterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PriceFeedCloseTest {

  private final FeedFixture fixture = new FeedFixture();
  private final FakePrices prices = fixture.prices;

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void connectsNoMoreAfterItWasClosedDuringTheBackoff() throws InterruptedException {
    PriceFeed feed = fixture.openAt("SPY", 41);
    prices.last().fail(Status.UNAVAILABLE);
    fixture.read(feed);

    feed.close();
    fixture.pass(Duration.ofHours(1));

    assertThat(prices.talks).hasSize(1);
    assertThat(fixture.loop.timers()).isZero();
    assertThat(feed.next(Duration.ofDays(1))).isEmpty();
  }

  @Test
  void cancelsTheCallWhenTheClientIsClosed() throws InterruptedException {
    PriceFeed feed = fixture.openAt("SPY", 41);
    fixture.client.close();
    fixture.loop.run();

    assertThat(prices.last().isCancelled()).isTrue();
    assertThat(feed.isClosed()).isTrue();
  }

  @Test
  void endsItsIterationWhenClosed() throws InterruptedException {
    PriceFeed feed = fixture.openAt("SPY", 41);
    prices.last().say(update("SPY", 42));
    fixture.loop.run();
    Iterator<FeedEvent> events = feed.iterator();
    assertThat(((PriceUpdate) events.next()).sequence()).isEqualTo(42);

    feed.close();

    assertThat(events.hasNext()).isFalse();
  }
}
