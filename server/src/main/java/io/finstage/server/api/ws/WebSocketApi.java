package io.finstage.server.api.ws;

import io.finstage.server.api.Conversations;
import io.finstage.server.api.Heartbeats;
import io.finstage.server.metrics.RequestMeter;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import java.time.InstantSource;
import java.util.Map;

/**
 * The WebSocket wire. To be wired in two places of a listener:
 *
 * <pre>{@code
 * listener.addConnectionSelector(
 *     Http1ConnectionSelector.builder().config(http1).addUpgraders(webSocket.upgraders()).build());
 * routing.any(WebSocketApi.PATH, WebSocketApi::askForUpgrade);
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class WebSocketApi implements AutoCloseable {

  /** Where a WebSocket starts. */
  public static final String PATH = "/ws";

  private final WebSocketConfig config;
  private final Heartbeats heartbeats;
  private final WsUpgrader upgrader;

  /**
   * @param clock tells when a batch was sent
   * @param meter counts each conversation as one request, when it ends
   */
  public WebSocketApi(
      Conversations conversations,
      WebSocketConfig config,
      InstantSource clock,
      RequestMeter meter) {
    this.config = config;
    this.heartbeats = new Heartbeats("websocket", config.heartbeatInterval());
    this.upgrader = new WsUpgrader(conversations, config, clock, heartbeats, meter);
  }

  /**
   * For the HTTP/1.1 connection selector. Helidon looks the value of {@code Upgrade} up as it
   * stands, while RFC 6455 does not care for its case: hence several spellings.
   */
  public Map<String, Http1Upgrader> upgraders() {
    return Map.of(
        "websocket", upgrader, "WebSocket", upgrader, "Websocket", upgrader, "WEBSOCKET", upgrader);
  }

  /** Answers a plain HTTP request to {@link #PATH}: 426. */
  public static void askForUpgrade(ServerRequest request, ServerResponse response) {
    response
        .status(Status.create(426, "Upgrade Required"))
        .header(HeaderValues.create("Upgrade", "websocket"))
        .header(HeaderValues.create("Sec-WebSocket-Version", "13"))
        .send("this is a WebSocket");
  }

  /** Connections now. */
  public int connections() {
    return heartbeats.size();
  }

  /**
   * Waits, at most the close timeout, until every client has closed too, and cuts the others. The
   * hub says goodbye first: close it before this.
   */
  @Override
  public void close() {
    heartbeats.close(config.closeTimeout());
  }
}
