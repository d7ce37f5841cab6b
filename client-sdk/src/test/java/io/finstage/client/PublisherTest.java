package io.finstage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.finstage.proto.v1.PriceServiceGrpc;
import io.finstage.proto.v1.PublishPricesRequest;
import io.finstage.proto.v1.PublishPricesResponse;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublisherTest {

  private static final int BATCH_MAX = 3;
  private static final Instant AT = Instant.parse("2013-10-07T13:30:00.464Z");
  private static final Duration FLUSH_INTERVAL = Duration.ofMillis(10);

  private final ManualLoop loop = new ManualLoop();
  private final Prices prices = new Prices();
  private final String name = InProcessServerBuilder.generateName();
  private Server server;
  private FinstageClient client;
  private FinstageClient threaded;
  private Publisher publisher;

  /** Takes ticks in as a test lets it. */
  private static final class Prices extends PriceServiceGrpc.PriceServiceImplBase {

    final List<Push> pushes = new ArrayList<>();
    int readAhead = Integer.MAX_VALUE;

    Push last() {
      return pushes.get(pushes.size() - 1);
    }

    @Override
    public StreamObserver<PublishPricesRequest> publishPrices(
        StreamObserver<PublishPricesResponse> out) {
      var call = (ServerCallStreamObserver<PublishPricesResponse>) out;
      call.disableAutoRequest();
      call.request(readAhead);
      Push push = new Push(call);
      pushes.add(push);
      return push;
    }
  }

  private static final class Push implements StreamObserver<PublishPricesRequest> {

    final List<PublishPricesRequest> heard = new ArrayList<>();
    final ServerCallStreamObserver<PublishPricesResponse> out;

    Push(ServerCallStreamObserver<PublishPricesResponse> out) {
      this.out = out;
    }

    int ticks() {
      return heard.stream().mapToInt(PublishPricesRequest::getTicksCount).sum();
    }

    @Override
    public void onNext(PublishPricesRequest request) {
      heard.add(request);
    }

    @Override
    public void onError(Throwable cause) {}

    /** Accepts all but the second tick. */
    @Override
    public void onCompleted() {
      out.onNext(
          PublishPricesResponse.newBuilder()
              .setAccepted(ticks() - 1)
              .setRejected(1)
              .addRejections(
                  io.finstage.proto.v1.Rejection.newBuilder()
                      .setIndex(1)
                      .setSymbol("IBM")
                      .setReason("TIME_TOO_OLD"))
              .build());
      out.onCompleted();
    }
  }

  @BeforeEach
  void start() throws IOException {
    server =
        InProcessServerBuilder.forName(name).directExecutor().addService(prices).build().start();
    client =
        new FinstageClient(
            InProcessChannelBuilder.forName(name).directExecutor().build(),
            ClientOptions.defaults().withDeadline(Duration.ofMillis(50)),
            threadName -> loop,
            FeedFixture.LONGEST);
    publisher = client.publisher(new PublisherOptions(BATCH_MAX, FLUSH_INTERVAL));
    threaded =
        new FinstageClient(
            InProcessChannelBuilder.forName(name).directExecutor().build(),
            ClientOptions.defaults(),
            ThreadLoop::new,
            FeedFixture.LONGEST);
  }

  @AfterEach
  void stop() {
    client.close();
    threaded.close();
    server.shutdownNow();
  }

  @Test
  void sendsABatchWhenItIsFull() throws InterruptedException {
    publish(BATCH_MAX - 1);
    assertThat(prices.pushes).isEmpty();

    publish(1);

    assertThat(prices.last().heard).hasSize(1);
    assertThat(prices.last().ticks()).isEqualTo(BATCH_MAX);
  }

  @Test
  void sendsABatchWhenItsOldestTickHasWaitedLongEnough() throws InterruptedException {
    publish(1);
    loop.advance(FLUSH_INTERVAL.minusNanos(1));
    assertThat(prices.pushes).isEmpty();

    loop.advance(Duration.ofNanos(1));

    assertThat(prices.last().ticks()).isEqualTo(1);
  }

  @Test
  void sendsABatchWhenToldTo() throws InterruptedException {
    publish(2);
    publisher.flush();
    assertThat(prices.last().ticks()).isEqualTo(2);
  }

  @Test
  void spellsTradesAndQuotes() throws InterruptedException {
    publisher.publish(Trade.of("SPY", 167.4, 100, AT));
    publisher.publish(Quote.of("SPY", 167.3, 167.5));
    publisher.flush();

    List<io.finstage.proto.v1.Tick> ticks = prices.last().heard.get(0).getTicksList();
    assertThat(ticks.get(0).getPrice()).isEqualTo(167.4);
    assertThat(ticks.get(0).getSize()).isEqualTo(100);
    assertThat(ticks.get(0).hasBid()).isFalse();
    assertThat(ticks.get(0).getTimestamp()).isEqualTo(Wire.timestamp(AT));
    assertThat(ticks.get(1).getBid()).isEqualTo(167.3);
    assertThat(ticks.get(1).getAsk()).isEqualTo(167.5);
    assertThat(ticks.get(1).hasPrice()).isFalse();
    assertThat(ticks.get(1).hasTimestamp()).isFalse();
  }

  @Test
  void takesNoMoreThanOneBatchWhileTheServerDoesNotRead() throws InterruptedException {
    prices.readAhead = 1;
    publish(BATCH_MAX);
    int taken = 0;
    while (publisher.tryPublish(Trade.of("SPY", 1, 1))) {
      taken++;
      assertThat(taken).isLessThan(10 * BATCH_MAX);
    }
    assertThat(taken).isEqualTo(BATCH_MAX);
    assertThatThrownBy(() -> publisher.publish(Trade.of("SPY", 1, 1)))
        .hasMessageStartingWith("DEADLINE_EXCEEDED");

    prices.last().out.request(1);
    loop.run();

    assertThat(prices.last().ticks()).isEqualTo(2 * BATCH_MAX);
    assertThat(publisher.tryPublish(Trade.of("SPY", 1, 1))).isTrue();
  }

  @Test
  void saysWhatTheServerTookAndWhatItRefused() throws InterruptedException {
    Publisher real = threaded.publisher(new PublisherOptions(BATCH_MAX, FLUSH_INTERVAL));
    publish(real, 4);
    real.close();

    PublishSummary summary = real.summary();
    assertThat(summary.accepted()).isEqualTo(3);
    assertThat(summary.rejected()).isEqualTo(1);
    assertThat(summary.unconfirmed()).isZero();
    assertThat(summary.rejections()).extracting(Rejection::reason).containsExactly("TIME_TOO_OLD");
  }

  @Test
  void countsOnOverTheStreamsThatItConfirms() throws InterruptedException {
    Publisher real = threaded.publisher(new PublisherOptions(BATCH_MAX, FLUSH_INTERVAL));
    publish(real, 4);
    real.confirm();
    publish(real, 2);

    PublishSummary summary = real.confirm();

    assertThat(prices.pushes).hasSize(2);
    assertThat(summary.accepted()).isEqualTo(4);
    assertThat(summary.rejections()).extracting(Rejection::index).containsExactly(1L, 5L);
  }

  @Test
  void goesOnAfterABreakWithoutSendingTwice() throws InterruptedException {
    publish(BATCH_MAX);
    publish(1);
    prices.last().out.onError(Status.UNAVAILABLE.asRuntimeException());
    loop.run();
    assertThat(publisher.summary().unconfirmed()).isEqualTo(BATCH_MAX);
    assertThat(prices.pushes).hasSize(1);

    loop.advance(ClientOptions.defaults().backoff().first());

    assertThat(prices.pushes).hasSize(2);
    assertThat(prices.last().ticks()).isEqualTo(1);
  }

  @Test
  void throwsFromThenOnWhenNoRetryCanMendTheError() throws InterruptedException {
    publish(BATCH_MAX);
    prices.last().out.onError(Status.PERMISSION_DENIED.asRuntimeException());
    loop.run();

    assertThatThrownBy(() -> publish(1)).hasMessageStartingWith("PERMISSION_DENIED");
    assertThatThrownBy(publisher::flush).hasMessageStartingWith("PERMISSION_DENIED");
    assertThatThrownBy(publisher::close).hasMessageStartingWith("PERMISSION_DENIED");
    assertThat(publisher.summary().unconfirmed()).isEqualTo(BATCH_MAX);
  }

  @Test
  void takesNothingAfterItWasClosed() {
    publisher.close();
    publisher.close();
    assertThatThrownBy(() -> publish(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesToMakeATickThatCannotBe() {
    assertThatThrownBy(() -> Trade.of("SPY", 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Trade.of("SPY", 1, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Trade.of("SPY", Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Quote.of("SPY", 1, Double.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void publish(int ticks) throws InterruptedException {
    publish(publisher, ticks);
  }

  private static void publish(Publisher to, int ticks) throws InterruptedException {
    for (int i = 0; i < ticks; i++) {
      to.publish(Trade.of("SPY", 100, 1));
    }
  }
}
