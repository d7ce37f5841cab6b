package io.finstage.server.api.ws;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.finstage.server.api.Conversations;
import io.finstage.server.api.Heartbeats;
import io.finstage.server.metrics.RequestMeter;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Answers a handshake, in HTTP's words. */
record WsUpgrader(
    Conversations conversations,
    WebSocketConfig config,
    InstantSource clock,
    Heartbeats heartbeats,
    RequestMeter meter)
    implements Http1Upgrader {

  @Override
  public String supportedProtocol() {
    return "websocket";
  }

  @Override
  public @Nullable ServerConnection upgrade(
      ConnectionContext connection, HttpPrologue prologue, WritableHeaders<?> headers) {
    if (!prologue.uriPath().path().equals(WebSocketApi.PATH)) {
      return null;
    }
    return switch (Handshake.decide(prologue.method().text(), headers, config.origins())) {
      case Handshake.Accepted accepted -> {
        write(connection, accepted(accepted));
        yield new WsConnection(
            connection, accepted.protocol(), conversations, config, clock, heartbeats, meter);
      }
      case Handshake.Refused refused -> {
        write(connection, refused(refused));
        throw new CloseConnectionException("WebSocket refused: " + refused.text());
      }
    };
  }

  private static byte[] accepted(Handshake.Accepted accepted) {
    String protocol =
        accepted.echo().map(it -> "Sec-WebSocket-Protocol: " + it.token() + "\r\n").orElse("");
    return ("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Accept: "
            + accepted.accept()
            + "\r\n"
            + protocol
            + "\r\n")
        .getBytes(US_ASCII);
  }

  private static byte[] refused(Handshake.Refused refused) {
    return ("HTTP/1.1 "
            + refused.status()
            + "\r\nConnection: close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Content-Type: text/plain\r\nContent-Length: "
            + refused.text().length()
            + "\r\n\r\n"
            + refused.text())
        .getBytes(UTF_8);
  }

  private static void write(ConnectionContext connection, byte[] bytes) {
    connection.dataWriter().writeNow(BufferData.create(bytes));
  }
}
