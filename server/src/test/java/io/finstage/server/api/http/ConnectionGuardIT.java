package io.finstage.server.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.http2.Http2ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionGuardIT {

  private static final int CONNECTIONS_MAX = 20;
  private static final int PER_ADDRESS_MAX = 12;
  private static final Duration TIMEOUT = Duration.ofMillis(500);
  private static final Duration PACE = Duration.ofMillis(50);
  private static final String LONG = "x".repeat(1000);
  private static final byte[] HTTP2_OPENING =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);

  private final ConnectionGuard guard =
      new ConnectionGuard(
          new ListenerLimits(CONNECTIONS_MAX, PER_ADDRESS_MAX, TIMEOUT),
          InstantSource.system(),
          Http1Config.create(),
          Map.of("echo", new EchoUpgrader()),
          Http2ConnectionSelector.builder().http2Config(Http2Config.create()).build());

  private WebServer server;
  private int port;
  private final List<RawClient> clients = new ArrayList<>();

  @BeforeEach
  void start() {
    var config =
        WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .routing(rules ->
                rules
                    .get("/", (request, response) -> response.send("ok"))
                    .post(
                        "/",
                        (request, response) -> response.send(request.content().as(String.class))));
    guard.guard(config);
    server = config.build().start();
    port = server.port();
  }

  @AfterEach
  void stop() {
    clients.forEach(RawClient::close);
    server.stop();
    guard.close();
  }

  private RawClient client() {
    return client("127.0.0.1");
  }

  private RawClient client(String from) {
    RawClient client = new RawClient(port, from);
    clients.add(client);
    return client;
  }

  @Test
  void aRequestIsServed() {
    assertThat(client().get()).isEqualTo("HTTP/1.1 200 OK");
  }

  @Test
  void requestsOneAfterTheOtherOnOneConnectionAreServed() {
    RawClient client = client();

    assertThat(IntStream.range(0, 100).mapToObj(_ -> client.get())).containsOnly("HTTP/1.1 200 OK");
  }

  @Test
  void aConnectionWhoseClientAsksForItsEndIsClosedAfterTheAnswer() throws IOException {
    RawClient client = client();
    client.send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertThat(client.isClosedByServer()).isTrue();
    assertThat(guard.stats().timedOut()).isZero();
  }

  @Test
  void aSilentConnectionIsClosed() throws IOException {
    assertThat(client().isClosedByServer()).isTrue();
    assertThat(guard.stats().timedOut()).isEqualTo(1);
  }

  @Test
  void slowHeadersAreClosedWhileOthersAreServed() throws IOException {
    RawClient slow = client();
    slow.send("GET / HTTP/1.1\r\nHost: localhost\r\nX: ");

    assertThat(slow.dribblesUntilClosed(LONG, PACE)).isTrue();
    assertThat(client().get()).isEqualTo("HTTP/1.1 200 OK");
  }

  @Test
  void aSlowRequestLineIsClosed() throws IOException {
    assertThat(client().dribblesUntilClosed("GET /" + LONG, PACE)).isTrue();
  }

  @Test
  void aSlowSecondRequestLineIsClosed() throws IOException {
    RawClient slow = client();
    slow.get();

    assertThat(slow.dribblesUntilClosed("GET /" + LONG, PACE)).isTrue();
  }

  @Test
  void aSlowBodyIsClosed() throws IOException {
    RawClient slow = client();
    slow.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n");

    assertThat(slow.dribblesUntilClosed(LONG, PACE)).isTrue();
  }

  @Test
  void aSlowHttp2PrefaceIsClosed() throws IOException {
    RawClient slow = client();
    slow.send("PRI * HTTP/2.0\r\n");

    assertThat(slow.isClosedByServer()).isTrue();
  }

  @Test
  void anHttp2PrefaceThatNothingFollowsIsClosed() throws IOException {
    RawClient slow = client();
    slow.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

    assertThat(slow.isClosedByServer()).isTrue();
  }

  @Test
  void aHalfHttp2FrameIsClosed() throws IOException {
    RawClient slow = client();
    slow.send(HTTP2_OPENING);
    slow.send(new byte[] {0, 0, 100, 0});

    assertThat(slow.isClosedByServer()).isTrue();
  }

  @Test
  void anHttp2RequestIsServedAfterALongerPauseThanTheTimeout() throws IOException {
    RawClient client = client();
    client.send(HTTP2_OPENING);
    RawClient silent = client();
    assertThat(silent.isClosedByServer()).isTrue();

    // HEADERS of stream 1, END_STREAM and END_HEADERS: GET http / localhost
    client.send(new byte[] {0, 0, 14, 1, 5, 0, 0, 0, 1});
    client.send(new byte[] {(byte) 0x82, (byte) 0x86, (byte) 0x84, 0x41, 9});
    client.send("localhost");

    assertThat(firstFrameOf(client, 1)[0]).as(":status 200, indexed").isEqualTo((byte) 0x88);
  }

  /** The payload of the first frame of stream 1, whatever frames of the connection come before. */
  private static byte[] firstFrameOf(RawClient client, int stream) throws IOException {
    while (true) {
      byte[] header = client.read(9);
      byte[] payload = client.read((header[1] & 0xff) << 8 | (header[2] & 0xff));
      if (header[8] == stream) {
        return payload;
      }
    }
  }

  @Test
  void aConversationAfterAnUpgradeMayBeSilentForLongerThanTheTimeout() throws IOException {
    RawClient conversation = client();
    conversation.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n");
    assertThat(conversation.read()).isEqualTo('!');
    assertThat(client().isClosedByServer()).as("a silent one meanwhile").isTrue();

    conversation.send("z");
    assertThat(conversation.read()).isEqualTo('z');
  }

  @Test
  void aFloodFromOneAddressIsRefusedWhileItsFirstConnectionsAndOtherAddressesLiveOn()
      throws IOException {
    List<RawClient> first = clientsThatWereServed(PER_ADDRESS_MAX);

    for (int i = 0; i < 200; i++) {
      assertThat(client().isClosedByServer()).isTrue();
    }

    assertThat(first).extracting(RawClient::get).containsOnly("HTTP/1.1 200 OK");
    assertThat(client("127.0.0.2").get()).isEqualTo("HTTP/1.1 200 OK");
    assertThat(guard.stats().refused()).containsEntry("connections_per_address_max", 200L);
  }

  @Test
  void moreConnectionsThanTheMaximumAreRefusedAndThereIsRoomAgainAfterwards() {
    List<RawClient> first = clientsThatWereServed(PER_ADDRESS_MAX);
    List<RawClient> others =
        IntStream.range(0, CONNECTIONS_MAX - PER_ADDRESS_MAX)
            .mapToObj(_ -> client("127.0.0.2"))
            .toList();
    assertThat(others).extracting(RawClient::get).containsOnly("HTTP/1.1 200 OK");

    assertThat(client("127.0.0.3").get()).isEmpty();
    assertThat(guard.stats().refused()).containsEntry("connections_max", 1L);

    others.forEach(RawClient::close);
    await().untilAsserted(() -> assertThat(client("127.0.0.3").get()).isNotEmpty());
    assertThat(first).extracting(RawClient::get).containsOnly("HTTP/1.1 200 OK");
  }

  @Test
  void connectionsThatWereClosedInAnyWayAreNoLongerCounted() throws IOException {
    client().isClosedByServer();
    client().send("garbage\r\n\r\n");
    clientsThatWereServed(3).forEach(RawClient::close);

    await().untilAsserted(() -> assertThat(guard.stats().connections()).isZero());
  }

  private List<RawClient> clientsThatWereServed(int count) {
    List<RawClient> served = IntStream.range(0, count).mapToObj(_ -> client()).toList();
    assertThat(served).extracting(RawClient::get).containsOnly("HTTP/1.1 200 OK");
    return served;
  }

  /** A protocol that says "!" and then repeats every byte. */
  private record EchoUpgrader() implements Http1Upgrader {
    @Override
    public String supportedProtocol() {
      return "echo";
    }

    @Override
    public ServerConnection upgrade(
        ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
      return new Echo(context);
    }
  }

  private record Echo(ConnectionContext context) implements ServerConnection {
    @Override
    public void handle(Limit limit) {
      context.dataWriter().writeNow(BufferData.create("!"));
      try {
        while (true) {
          byte next = context.dataReader().read();
          context.dataWriter().writeNow(BufferData.create(new byte[] {next}));
        }
      } catch (InsufficientDataAvailableException e) {
        // The client has closed.
      }
    }

    @Override
    public Duration idleTime() {
      return Duration.ZERO;
    }

    @Override
    public void close(boolean interrupt) {
      context.serverSocket().close();
    }
  }
}
