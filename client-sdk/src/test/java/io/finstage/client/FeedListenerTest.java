package io.finstage.client;

import static io.finstage.client.FakePrices.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedListenerTest {

  private final FeedFixture fixture = new FeedFixture();
  private final Recorder recorder = new Recorder();

  private static final class Recorder implements FeedListener {

    final BlockingQueue<FeedEvent> events = new LinkedBlockingQueue<>();
    final BlockingQueue<Optional<FinstageException>> ends = new LinkedBlockingQueue<>();

    @Override
    public void onEvent(FeedEvent event) {
      events.add(event);
      if (event instanceof PriceUpdate update && update.sequence() == 42) {
        throw new IllegalStateException("a listener that fails");
      }
    }

    @Override
    public void onEnd(Optional<FinstageException> cause) {
      ends.add(cause);
    }
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void goesOnAfterTheListenerHasFailed() throws InterruptedException {
    Logger logger = Logger.getLogger(PriceFeed.class.getName());
    logger.setLevel(Level.OFF);
    PriceFeed feed = fixture.openAt("SPY", 41);
    feed.listen(recorder);
    fixture.prices.last().say(update("SPY", 42), update("SPY", 43));
    fixture.loop.run();

    assertThat(List.of(take(recorder.events), take(recorder.events)))
        .extracting(event -> ((PriceUpdate) event).sequence())
        .containsExactly(42L, 43L);
    logger.setLevel(null);
  }

  @Test
  void tellsTheListenerWhyTheFeedEnded() throws InterruptedException {
    PriceFeed feed = fixture.openAt("SPY", 41);
    feed.listen(recorder);
    fixture.prices.last().fail(Status.UNAUTHENTICATED);
    fixture.loop.run();

    assertThat(take(recorder.ends).orElseThrow().code())
        .isEqualTo(FinstageException.Code.UNAUTHENTICATED);
  }

  @Test
  void tellsTheListenerThatTheFeedWasClosed() throws InterruptedException {
    PriceFeed feed = fixture.openAt("SPY", 41);
    feed.listen(recorder);
    feed.close();

    assertThat(take(recorder.ends)).isEmpty();
  }

  @Test
  void takesOneListenerOnly() throws InterruptedException {
    PriceFeed feed = fixture.openAt("SPY", 41);
    feed.listen(recorder);

    assertThatThrownBy(() -> feed.listen(recorder)).isInstanceOf(IllegalStateException.class);
  }

  private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
    T taken = queue.poll(10, TimeUnit.SECONDS);
    if (taken == null) {
      throw new AssertionError("nothing came");
    }
    return taken;
  }
}
