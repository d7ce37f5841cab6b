package io.finstage.server.api.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.HeaderNames;
import io.helidon.http.WritableHeaders;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {

  private final WritableHeaders<?> headers = WritableHeaders.create();

  @BeforeEach
  void rightHeaders() {
    set("Host", "localhost:8080");
    set("Connection", "keep-alive, Upgrade");
    set("Upgrade", "websocket");
    set("Sec-WebSocket-Version", "13");
    set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
  }

  @Test
  void theSampleOfTheRfcIsAccepted() {
    assertThat(decide())
        .isEqualTo(
            new Handshake.Accepted(
                "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", SubProtocol.JSON, Optional.empty()));
  }

  @Test
  void theFirstKnownSubProtocolThatTheClientOffersIsChosen() {
    set("Sec-WebSocket-Protocol", "soap, finstage.v1.protobuf, finstage.v1.json");

    assertThat(decide())
        .isInstanceOfSatisfying(
            Handshake.Accepted.class,
            accepted -> {
              assertThat(accepted.protocol()).isEqualTo(SubProtocol.PROTOBUF);
              assertThat(accepted.echo()).contains(SubProtocol.PROTOBUF);
            });
  }

  @Test
  void aClientThatOffersOnlyUnknownSubProtocolsIsToldOurs() {
    set("Sec-WebSocket-Protocol", "soap, wamp");

    assertThat(decide())
        .isInstanceOfSatisfying(
            Handshake.Refused.class,
            refused -> {
              assertThat(refused.status()).startsWith("400");
              assertThat(refused.text()).contains("finstage.v1.json", "finstage.v1.protobuf");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-WebSocket-Version, 12, 426",
    "Sec-WebSocket-Version, '', 426",
    "Sec-WebSocket-Key, dGhlIHNhbXBsZSBub25j, 400",
    "Sec-WebSocket-Key, not-base64-but-24-chars!, 400",
    "Connection, keep-alive, 400",
  })
  void aWrongHeaderIsRefused(String name, String value, String status) {
    set(name, value);

    assertThat(status(decide())).startsWith(status);
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-WebSocket-Version, 426",
    "Sec-WebSocket-Key, 400",
    "Connection, 400",
  })
  void aMissingHeaderIsRefused(String name, String status) {
    headers.remove(HeaderNames.create(name));

    assertThat(status(decide())).startsWith(status);
  }

  @Test
  void aPostIsRefused() {
    assertThat(status(Handshake.decide("POST", headers, Set.of()))).startsWith("405");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:8080, http://localhost:8080",
    "LOCALHOST:8080, http://localhost:8080",
    "example.org, https://example.org",
    "example.org:443, https://example.org",
    "example.org, http://example.org:80",
    "[::1]:8080, http://[::1]:8080",
    "[::1], http://[::1]",
  })
  void ourOwnPageMayConnect(String host, String origin) {
    set("Host", host);
    set("Origin", origin);

    assertThat(decide()).isInstanceOf(Handshake.Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example",
        "http://localhost",
        "http://localhost:8081",
        "https://localhost:8080.evil.example",
        "http://evil.example/localhost:8080",
        "http://user@localhost:8080",
        "null",
        "file://",
        "not a uri",
        "localhost:8080",
      })
  void aPageOfAnotherSiteMayNot(String origin) {
    set("Origin", origin);

    assertThat(status(decide())).startsWith("403");
  }

  @Test
  void aListedPageMayConnect() {
    set("Origin", "https://friend.example");

    assertThat(Handshake.decide("GET", headers, Set.of("https://friend.example")))
        .isInstanceOf(Handshake.Accepted.class);
  }

  @Test
  void anyPageMayConnectWhereTheListSaysSo() {
    set("Origin", "null");

    assertThat(Handshake.decide("GET", headers, Set.of(Handshake.ANY_ORIGIN)))
        .isInstanceOf(Handshake.Accepted.class);
  }

  private Handshake decide() {
    return Handshake.decide("GET", headers, Set.of());
  }

  private void set(String name, String value) {
    headers.set(HeaderNames.create(name), value);
  }

  private static String status(Handshake handshake) {
    return handshake instanceof Handshake.Refused refused ? refused.status() : "accepted";
  }
}
