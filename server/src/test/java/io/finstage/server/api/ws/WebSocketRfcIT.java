package io.finstage.server.api.ws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 6455 case by case, over raw sockets; after each case the server still serves. */
class WebSocketRfcIT {

  private static final byte[] NONE = {};
  private static final byte[] PING_REQUEST = Bytes.text("{\"type\":\"ping\",\"request_id\":\"p\"}");
  private static WebSocketServer server;

  @BeforeAll
  static void start() {
    server = new WebSocketServer(Duration.ofSeconds(5));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void theServerStillServes() throws IOException {
    try (RawClient client = RawClient.open(server.port())) {
      client.send(PING_REQUEST);
      assertThat(client.text("pong")).contains("\"request_id\":\"p\"");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("violations")
  void whoBreaksTheProtocolIsClosedWithTheRightCode(String name, int code, byte[] bytes)
      throws IOException {
    try (RawClient client = RawClient.open(server.port())) {
      client.send(bytes);

      assertThat(client.next(Frames.CLOSE).code()).isEqualTo(code);
      client.send(Bytes.close(code, NONE));
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  static Stream<Arguments> violations() {
    byte[] part = Bytes.frame(false, Frames.TEXT, "{".getBytes(UTF_8));
    byte[][] empty = new byte[WebSocketServer.FRAGMENTS_MAX + 1][];
    Arrays.fill(empty, Bytes.frame(false, Frames.CONTINUATION, NONE));
    empty[0] = part;
    int max = WebSocketServer.MESSAGE_BYTES_MAX;
    return Stream.of(
        arguments("reserved bit", 1002, Bytes.raw(0xC1, true, 2, new byte[2])),
        arguments("reserved data opcode", 1002, Bytes.raw(0x83, true, 2, new byte[2])),
        arguments("reserved control opcode", 1002, Bytes.raw(0x8F, true, 0, NONE)),
        arguments("unmasked frame", 1002, Bytes.raw(0x81, false, 2, "{}".getBytes(UTF_8))),
        arguments("ping too long", 1002, Bytes.frame(Frames.PING, new byte[126])),
        arguments("fragmented ping", 1002, Bytes.frame(false, Frames.PING, NONE)),
        arguments("stray continuation", 1002, Bytes.frame(Frames.CONTINUATION, NONE)),
        arguments(
            "continuation after a whole message",
            1002,
            Bytes.concat(PING_REQUEST, Bytes.frame(Frames.CONTINUATION, NONE))),
        arguments("message inside a message", 1002, Bytes.concat(part, PING_REQUEST)),
        arguments("close code 1005", 1002, Bytes.close(1005, NONE)),
        arguments("close code 999", 1002, Bytes.close(999, NONE)),
        arguments("one byte of close code", 1002, Bytes.frame(Frames.CLOSE, new byte[1])),
        arguments("close reason not UTF-8", 1007, Bytes.close(1000, Bytes.hex("c328"))),
        arguments("text not UTF-8", 1007, Bytes.frame(Frames.TEXT, Bytes.hex("c328"))),
        arguments(
            "fragments that are no UTF-8 together",
            1007,
            Bytes.concat(
                Bytes.frame(false, Frames.TEXT, Bytes.hex("e2")),
                Bytes.frame(Frames.CONTINUATION, Bytes.hex("82")))),
        arguments("binary where text is spoken", 1003, Bytes.frame(Frames.BINARY, new byte[1])),
        arguments("message too big", 1009, Bytes.frame(Frames.TEXT, new byte[max + 1])),
        arguments(
            "sum of fragments too big",
            1009,
            Bytes.concat(
                Bytes.frame(false, Frames.TEXT, new byte[max]),
                Bytes.frame(false, Frames.CONTINUATION, new byte[1]))),
        arguments("fragments without end", 1009, Bytes.concat(empty)));
  }

  @ParameterizedTest
  @CsvSource({"1000, 1000", "1001, 1001", "3000, 3000", "4999, 4999"})
  void aCloseIsAnsweredWithItsCodeAndTheConnectionClosed(int sent, int answered)
      throws IOException {
    try (RawClient client = RawClient.open(server.port())) {
      client.send(Bytes.close(sent, "bye".getBytes(UTF_8)));

      assertThat(client.next(Frames.CLOSE).code()).isEqualTo(answered);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void aCloseWithoutACodeIsAnswered() throws IOException {
    try (RawClient client = RawClient.open(server.port())) {
      client.send(Bytes.frame(Frames.CLOSE, NONE));

      assertThat(client.next(Frames.CLOSE).code()).isEqualTo(1000);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void aPingIsAnsweredWithItsPayloadEvenInsideAMessage() throws IOException {
    try (RawClient client = RawClient.open(server.port())) {
      client.send(
          Bytes.frame(false, Frames.TEXT, "{\"type\":\"ping\",".getBytes(UTF_8)),
          Bytes.frame(Frames.PING, "are you there".getBytes(UTF_8)));
      assertThat(client.next(Frames.PONG).payload()).isEqualTo("are you there");

      client.send(Bytes.frame(Frames.CONTINUATION, "\"request_id\":\"€\"}".getBytes(UTF_8)));
      assertThat(client.text("pong")).contains("\"request_id\":\"€\"");
    }
  }

  @Test
  void ofManyPingsTheLastIsAnswered() throws IOException {
    try (RawClient client = RawClient.open(server.port())) {
      byte[][] pings = new byte[1000][];
      for (int i = 0; i < pings.length; i++) {
        pings[i] = Bytes.frame(Frames.PING, Integer.toString(i).getBytes(UTF_8));
      }
      client.send(pings);

      String payload = client.next(Frames.PONG).payload();
      while (!payload.equals("999")) {
        payload = client.next(Frames.PONG).payload();
      }
    }
  }

  @Test
  void anUnaskedPongIsNoFault() throws IOException {
    try (RawClient client = RawClient.open(server.port())) {
      client.send(Bytes.frame(Frames.PONG, new byte[125]), PING_REQUEST);

      assertThat(client.text("pong")).contains("\"p\"");
    }
  }

  @Test
  void aMessageThatComesByteByByteIsRead() throws IOException {
    try (RawClient client = RawClient.open(server.port())) {
      for (byte one : PING_REQUEST) {
        client.send(new byte[] {one});
      }

      assertThat(client.text("pong")).contains("\"p\"");
    }
  }

  @ParameterizedTest(name = "{0} {1} -> {2}")
  @CsvSource({
    "GET /ws, 'Upgrade: websocket', 101",
    "GET /ws, 'Upgrade: WebSocket', 101",
    "GET /ws?token=x, 'Upgrade: websocket', 101",
    "GET /ws, 'Upgrade: websocket\r\nOrigin: http://evil.example', 403",
    "GET /ws, 'Upgrade: websocket\r\nOrigin: https://friend.example', 101",
    "GET /ws, 'Upgrade: websocket\r\nSec-WebSocket-Protocol: wamp', 400",
    "POST /ws, 'Upgrade: websocket', 405",
    "GET /other, 'Upgrade: websocket', 404",
    "GET /ws, 'X: y', 426",
  })
  void aHandshakeIsAnswered(String start, String header, String status) throws IOException {
    assertThat(
            RawClient.handshake(
                server.port(), start, header + "\r\n" + RawClient.VERSION + RawClient.KEY))
        .startsWith("HTTP/1.1 " + status);
  }

  @Test
  void anotherVersionIsToldOurs() throws IOException {
    assertThat(
            RawClient.handshake(
                server.port(),
                "GET /ws",
                "Upgrade: websocket\r\nSec-WebSocket-Version: 8\r\n" + RawClient.KEY))
        .startsWith("HTTP/1.1 426")
        .contains("Sec-WebSocket-Version: 13");
  }

  @Test
  void theChosenSubProtocolIsNamed() throws IOException {
    assertThat(
            RawClient.handshake(
                server.port(),
                "GET /ws",
                "Upgrade: websocket\r\nSec-WebSocket-Protocol: x, finstage.v1.protobuf\r\n"
                    + RawClient.VERSION
                    + RawClient.KEY))
        .contains("Sec-WebSocket-Protocol: finstage.v1.protobuf\r\n");
  }
}
