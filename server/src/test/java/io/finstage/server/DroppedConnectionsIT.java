package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.finstage.proto.v1.PriceServiceGrpc;
import io.finstage.proto.v1.StreamPricesRequest;
import io.finstage.proto.v1.StreamPricesResponse;
import io.finstage.server.api.grpc.RawHttp2;
import io.finstage.server.api.ws.RawClient;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Peers that leave without a word, in every way there is. {@code -Dfinstage.drop.waves=25} for more
 * of them.
 */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
class DroppedConnectionsIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);
  private static final int WAVES = Integer.getInteger("finstage.drop.waves", 5);
  private static final int CONNECTIONS_PER_WAVE = 200;

  @TempDir private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static LaunchedServer server;

  @SuppressWarnings("NullAway.Init")
  private static ServerReadings readings;

  @BeforeAll
  static void start() {
    server =
        LaunchedServer.start(
            folder,
            "--feed.simulated.symbols=SPY",
            "--feed.simulated.rate=100",
            "--hub.heartbeat-interval=" + HEARTBEAT.toSeconds() + "s");
    readings = new ServerReadings(server, folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aThousandDroppedConnectionsLeaveNoThreadNoSubscriberAndNoDescriptor() throws Exception {
    wave(0);
    awaitNobody();
    long threads = readings.threads();
    long descriptors = readings.descriptors();

    for (int wave = 1; wave <= WAVES; wave++) {
      wave(wave);
    }

    awaitNobody();
    await().atMost(SOON).until(() -> readings.descriptors() <= descriptors + 5);
    await().atMost(SOON).until(() -> readings.threads() <= threads + 10);
    try (RawClient next = subscribed("SPY")) {
      assertThat(next.text("price_update")).contains("SPY");
    }
  }

  @Test
  void aFrozenPeerIsForgottenAndSoIsItsIdleSubscription() throws Exception {
    try (FrozenClient child = FrozenClient.start(server.port(), "SPY", "NEVER-SEEN")) {
      await().atMost(SOON).until(() -> readings.subscribers() == 2);
      await()
          .atMost(SOON)
          .during(HEARTBEAT.multipliedBy(3))
          .until(() -> readings.subscribers() == 2);

      child.freeze();

      await()
          .atMost(HEARTBEAT.multipliedBy(2).plusSeconds(5))
          .until(() -> readings.subscribers() == 0);
      awaitNobody();
    }
  }

  @Test
  void aSilentGrpcPeerThatAnswersNoPingIsForgottenAndOneThatDoesIsNot() throws Exception {
    ManagedChannel channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
    var request = StreamPricesRequest.newBuilder().addSymbols("NEVER-SEEN").build();
    try {
      CompletableFuture<Void> ended = new CompletableFuture<>();
      PriceServiceGrpc.newStub(channel).streamPrices(request, listening(ended));
      await().atMost(SOON).until(() -> readings.subscribers() == 1);
      try (RawHttp2 silent = calling()) {
        assertThat(silent.awaitEndOfConnection()).isTrue();
        await().atMost(SOON).until(() -> readings.sample("finstage_connections") == 1);
      }
      await()
          .atMost(SOON)
          .during(HEARTBEAT.multipliedBy(3))
          .until(() -> readings.subscribers() == 1);
      assertThat(ended).isNotDone();
    } finally {
      channel.shutdownNow();
    }
    awaitNobody();
  }

  private static StreamObserver<StreamPricesResponse> listening(CompletableFuture<Void> ended) {
    return new StreamObserver<>() {
      @Override
      public void onNext(StreamPricesResponse response) {
        // A heartbeat of the contract; only the library answers pings.
      }

      @Override
      public void onError(Throwable cause) {
        ended.complete(null);
      }

      @Override
      public void onCompleted() {
        ended.complete(null);
      }
    };
  }

  private void awaitNobody() {
    await().atMost(SOON).until(() -> readings.subscribers() == 0);
    await().atMost(SOON).until(() -> readings.sample("finstage_connections") == 0);
    await().atMost(SOON).until(() -> readings.demoted() == 0);
  }

  /** Opens all, then drops all. */
  private void wave(int number) throws IOException {
    List<Dropped> open = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS_PER_WAVE; i++) {
      open.add(open((number + i) % 8));
    }
    for (Dropped each : open) {
      each.drop();
    }
  }

  private Dropped open(int kind) throws IOException {
    return switch (kind) {
      case 0, 1 -> subscribed("SPY")::drop;
      case 2, 3 -> subscribed("*")::close;
      case 4 -> RawClient.halfOpen(server.port())::drop;
      case 5 -> RawClient.halfOpen(server.port())::close;
      case 6 -> calling()::drop;
      default -> calling()::close;
    };
  }

  private RawClient subscribed(String symbol) throws IOException {
    RawClient client = RawClient.open(server.port());
    client.say(
        "{\"type\":\"subscribe\",\"request_id\":\"1\",\"channel\":\"prices\",\"symbols\":[\""
            + symbol
            + "\"]}");
    return client;
  }

  private RawHttp2 calling() throws IOException {
    RawHttp2 client = new RawHttp2(server.port());
    client.headers(1, "/finstage.v1.PriceService/Connect");
    client.headers(3, "/finstage.v1.PriceService/Connect");
    return client;
  }

  private interface Dropped {
    void drop() throws IOException;
  }
}
