package io.finstage.server.api.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.finstage.proto.v1.ConnectRequest;
import io.finstage.proto.v1.ConnectResponse;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.proto.v1.Subscribe;
import io.finstage.server.market.Symbol;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The conversation through the JDK's WebSocket, and what happens to peers that misbehave. */
class WebSocketIT {

  private static final Duration HEARTBEAT = Duration.ofMillis(400);

  private final WebSocketServer server = new WebSocketServer(HEARTBEAT);
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    http.shutdownNow();
    server.close();
  }

  @Test
  void aSubscriberOfOneSymbolReceivesItsUpdatesInOrder() {
    Listener listener = connect();
    listener.say(
        "{\"type\":\"subscribe\",\"request_id\":\"1\",\"channel\":\"prices\","
            + "\"symbols\":[\"SPY\"],\"snapshot\":true}");
    listener.await("\"type\":\"subscribed\",\"request_id\":\"1\"");
    server.publish("IBM", 1);
    server.publish("SPY", 167.4);
    server.publish("SPY", 168);

    listener.await("\"price\":168,");
    assertThat(listener.texts)
        .filteredOn(text -> text.contains("price_update"))
        .satisfiesExactly(
            first -> assertThat(first).contains("\"symbol\":\"SPY\",\"sequence\":1,", "167.4"),
            second -> assertThat(second).contains("\"symbol\":\"SPY\",\"sequence\":2,"));
  }

  @Test
  void aGapOfTheSourceIsAnnouncedInItsPlace() {
    Listener listener = connect();
    listener.say(
        "{\"type\":\"subscribe\",\"request_id\":\"1\",\"channel\":\"prices\",\"symbols\":[\"SPY\"]}");
    listener.await("\"type\":\"subscribed\"");
    server.publish("SPY", 1);
    server.hub.upstreamGap(new Symbol("SPY"));
    server.publish("SPY", 2);

    listener.await("\"sequence\":3,");
    assertThat(listener.texts)
        .filteredOn(text -> text.contains("\"symbol\":\"SPY\",\""))
        .filteredOn(text -> !text.contains("subscribed"))
        .satisfiesExactly(
            first -> assertThat(first).contains("price_update", "\"sequence\":1,"),
            gap ->
                assertThat(gap)
                    .isEqualTo(
                        "{\"type\":\"gap\",\"symbol\":\"SPY\",\"from_sequence\":2,"
                            + "\"to_sequence\":2,\"cause\":\"UPSTREAM\"}"),
            second -> assertThat(second).contains("price_update", "\"sequence\":3,"));
  }

  @Test
  void aReaderThatStopsIsCountedAsTooSlowAlthoughItIsCut() throws IOException {
    try (WebSocketServer patient = new WebSocketServer(Duration.ofMinutes(1));
        RawClient stopped = RawClient.openNarrow(patient.port())) {
      stopped.say(
          "{\"type\":\"subscribe\",\"request_id\":\"1\",\"channel\":\"prices\","
              + "\"symbols\":[\"SPY\"]}");
      await().until(() -> patient.subscribers() == 1);

      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> {
            for (int i = 0; i < 5000; i++) {
              patient.publish("SPY", 1 + i);
            }
            return patient.subscribers() == 0;
          });

      await().until(() -> !patient.ends().isEmpty());
      assertThat(patient.ends())
          .singleElement()
          .asString()
          .endsWith("method=\"Connect\",code=\"RESOURCE_EXHAUSTED\"} 1");
    }
  }

  @Test
  void theFirstWordIsWelcomeWithTheLimits() {
    Listener listener = connect();

    listener.await("welcome");
    assertThat(listener.texts.getFirst())
        .contains(
            "\"type\":\"welcome\",\"epoch\":\"e1\"",
            "\"heartbeat_interval_ms\":400",
            "\"limits\":{\"symbols_per_connection\":10,\"message_bytes\":4096,"
                + "\"topics_per_connection\":30,\"indicators_per_request\":100,"
                + "\"tasks_per_connection\":0,\"calls_per_connection\":0}");
  }

  @Test
  void theProtobufSubProtocolSaysTheSame() throws IOException {
    Listener listener = connect("finstage.v1.protobuf");
    listener.say(
        ConnectRequest.newBuilder()
            .setSubscribe(
                Subscribe.newBuilder().setRequestId("1").setChannel("prices").addSymbols("*"))
            .build());
    await().until(() -> listener.events().stream().anyMatch(StreamEvent::hasSubscribed));
    listener.ping();
    for (int i = 1; i <= 200; i++) {
      server.publish("SPY", i);
    }

    await()
        .until(() -> listener.events().stream().filter(StreamEvent::hasPriceUpdate).count() == 200);
    await().until(() -> listener.pongs.get() == 1);
    assertThat(listener.events().getFirst().hasWelcome()).isTrue();
    assertThat(listener.responses()).allMatch(ConnectResponse::hasSentAt);
    assertThat(listener.events().stream().filter(StreamEvent::hasPriceUpdate))
        .extracting(event -> event.getPriceUpdate().getSequence())
        .isSorted()
        .endsWith(200L);
  }

  @Test
  void aBadRequestIsAnsweredWithItsFieldAndTheConversationGoesOn() {
    Listener listener = connect();

    listener.say("{\"type\":\"subscribe\",\"request_id\":\"7\",\"delivery\":{\"mode\":\"NEVER\"}}");
    listener.await("\"field\":\"delivery.mode\"");
    listener.say("{\"type\":\"subscribe\",\"request_id\":\"8\",\"channel\":\"gossip\"}");
    listener.await("\"reason\":\"UNKNOWN_CHANNEL\"");
    listener.say("{\"type\":\"ping\",\"request_id\":\"9\"}");
    listener.await("\"type\":\"pong\",\"request_id\":\"9\"");

    assertThat(listener.texts)
        .anySatisfy(text ->
            assertThat(text)
                .contains("\"type\":\"error\",\"request_id\":\"7\",\"code\":\"INVALID_ARGUMENT\""));
  }

  @Test
  void manyBadRequestsInARowCloseTheConversation() {
    Listener listener = connect();
    for (int i = 0; i < WebSocketServer.ERRORS_MAX; i++) {
      listener.say("gossip");
    }

    await().untilAsserted(() -> assertThat(listener.code).isEqualTo(4003));
    listener.await("\"type\":\"closing\",\"reason\":\"TOO_MANY_ERRORS\",\"reconnect\":false");
  }

  @Test
  void aSubscriptionBombIsRefusedWhole() {
    Listener listener = connect();
    StringBuilder symbols = new StringBuilder("\"S0\"");
    for (int i = 1; i <= 10; i++) {
      symbols.append(",\"S").append(i).append('"');
    }
    listener.say(
        "{\"type\":\"subscribe\",\"request_id\":\"b\",\"channel\":\"prices\",\"symbols\":["
            + symbols
            + "]}");

    listener.await("RESOURCE_EXHAUSTED");
    listener.say("{\"type\":\"list_subscriptions\",\"request_id\":\"l\"}");
    listener.await("\"request_id\":\"l\",\"subscriptions\":[]");
  }

  @Test
  void aSilentPeerThatAnswersPingsIsKept() {
    Listener listener = connect();

    listener.awaitCount("heartbeat", 6);

    assertThat(server.subscribers()).isEqualTo(1);
    assertThat(listener.pings).hasPositiveValue();
  }

  @Test
  void aPeerThatAnswersNothingIsForgottenWithinTwoIntervals() throws IOException {
    try (RawClient client = RawClient.open(server.port())) {
      await().until(() -> server.subscribers() == 1);

      await()
          .atMost(HEARTBEAT.multipliedBy(2).plusMillis(1500))
          .until(() -> server.subscribers() == 0 && server.api.connections() == 0);
      assertThat(client.next(Frames.PING).payload()).isEmpty();
      assertThat(client.next(Frames.CLOSE).code()).isEqualTo(4004);
    }
  }

  @Test
  void aReaderThatStopsIsClosedWhileTheOthersReceiveEverything() throws IOException {
    Listener other = connect();
    other.say(
        "{\"type\":\"subscribe\",\"request_id\":\"1\",\"channel\":\"prices\",\"symbols\":[\"*\"],"
            + "\"delivery\":{\"mode\":\"INTERVAL\",\"interval_ms\":10}}");
    other.await("subscribed");
    try (RawClient stuck = RawClient.open(server.port())) {
      stuck.say(
          "{\"type\":\"subscribe\",\"request_id\":\"1\",\"channel\":\"prices\","
              + "\"symbols\":[\"SPY\"]}");
      stuck.text("subscribed");
      AtomicInteger published = new AtomicInteger();

      await()
          .pollInterval(Duration.ofMillis(20))
          .atMost(Duration.ofSeconds(30))
          .until(() -> {
            for (int i = 0; i < 2_000; i++) {
              server.publish("SPY", published.incrementAndGet());
            }
            stuck.send(Bytes.frame(Frames.PONG, new byte[0]));
            return server.subscribers() == 1;
          });

      server.publish("SPY", 987_654_321);
      other.await("987654321");
      await().until(() -> server.api.connections() == 1);
    }
  }

  @Test
  void aConnectionThatIsDroppedWithoutAWordIsFreed() throws IOException {
    for (int i = 0; i < 100; i++) {
      RawClient.open(server.port()).close();
    }

    await().until(() -> server.api.connections() == 0 && server.subscribers() == 0);
  }

  @Test
  void aShutdownSaysGoodbye() {
    Listener listener = connect();
    listener.await("welcome");

    server.hub.close();

    await().untilAsserted(() -> assertThat(listener.code).isEqualTo(1001));
    assertThat(listener.texts.getLast())
        .isEqualTo("{\"type\":\"closing\",\"reason\":\"SERVER_SHUTDOWN\",\"reconnect\":true}");
    await().until(() -> server.api.connections() == 0);
  }

  @ParameterizedTest
  @CsvSource({"{, ''", "'{\"request_id\":\"1\",\"type\":\"x\"}', 1"})
  void anErrorNamesTheRequestWhereItCouldBeRead(String text, String requestId) {
    Listener listener = connect();
    listener.say(text);

    listener.await("\"type\":\"error\",\"request_id\":\"" + requestId + "\"");
  }

  private Listener connect(String... protocols) {
    Listener listener = new Listener();
    WebSocket.Builder builder = http.newWebSocketBuilder();
    if (protocols.length > 0) {
      builder.subprotocols(protocols[0]);
    }
    listener.socket =
        builder.buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/ws"), listener).join();
    return listener;
  }

  /** Keeps what arrives; answers pings and Close as the JDK does by itself. */
  private static final class Listener implements WebSocket.Listener {
    final List<String> texts = new CopyOnWriteArrayList<>();
    final List<ByteBuffer> messages = new CopyOnWriteArrayList<>();
    volatile int code;
    final AtomicInteger pings = new AtomicInteger();
    final AtomicInteger pongs = new AtomicInteger();
    @Nullable WebSocket socket;
    private final StringBuilder part = new StringBuilder();
    private ByteBuffer whole = ByteBuffer.allocate(0);

    void say(String text) {
      Objects.requireNonNull(socket).sendText(text, true).join();
    }

    void say(ConnectRequest request) {
      Objects.requireNonNull(socket)
          .sendBinary(ByteBuffer.wrap(request.toByteArray()), true)
          .join();
    }

    void ping() {
      Objects.requireNonNull(socket).sendPing(ByteBuffer.allocate(3)).join();
    }

    void await(String part) {
      awaitCount(part, 1);
    }

    void awaitCount(String part, int count) {
      Awaitility.await()
          .untilAsserted(() ->
              assertThat(texts)
                  .filteredOn(text -> text.contains(part))
                  .hasSizeGreaterThanOrEqualTo(count));
    }

    List<ConnectResponse> responses() {
      return messages.stream()
          .map(bytes -> {
            try {
              return ConnectResponse.parseFrom(bytes.duplicate());
            } catch (IOException e) {
              throw new AssertionError("not a ConnectResponse", e);
            }
          })
          .toList();
    }

    List<StreamEvent> events() {
      return responses().stream().flatMap(it -> it.getEventsList().stream()).toList();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        texts.add(part.toString());
        part.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      ByteBuffer joined = ByteBuffer.allocate(whole.remaining() + data.remaining());
      whole = joined.put(whole).put(data).flip();
      if (last) {
        messages.add(whole);
        whole = ByteBuffer.allocate(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
      pings.incrementAndGet();
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
      pongs.incrementAndGet();
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      code = status;
      return null;
    }
  }
}
