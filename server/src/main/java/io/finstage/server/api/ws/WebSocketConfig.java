package io.finstage.server.api.ws;

import java.time.Duration;
import java.util.Set;

/**
 * Limits of the WebSocket wire; conf/application.yaml says what each is for.
 *
 * @param messageBytesMax largest message of a client, the sum of its fragments; over it: close 1009
 * @param fragmentsMax frames that one message may come in; over it: close 1009
 * @param origins pages of other sites that may connect, as in {@code https://example.org}; {@code
 *     *} for all
 * @param heartbeatInterval silence after which a client is pinged; gone after twice that
 * @param closeTimeout how long the client's Close is awaited after ours
 */
public record WebSocketConfig(
    int messageBytesMax,
    int fragmentsMax,
    Set<String> origins,
    Duration heartbeatInterval,
    Duration closeTimeout) {

  /** More would let one client hold more memory than its mailbox. */
  private static final int MESSAGE_BYTES_LIMIT = 1024 * 1024;

  public WebSocketConfig {
    if (messageBytesMax < 125 || messageBytesMax > MESSAGE_BYTES_LIMIT) {
      throw new IllegalArgumentException(
          "websocket.message-bytes-max must be 125 to "
              + MESSAGE_BYTES_LIMIT
              + ", not "
              + messageBytesMax);
    }
    if (fragmentsMax < 1) {
      throw new IllegalArgumentException(
          "websocket.fragments-max must be at least 1, not " + fragmentsMax);
    }
    atLeastMillis("heartbeat-interval", heartbeatInterval);
    atLeastMillis("close-timeout", closeTimeout);
    origins = Set.copyOf(origins);
  }

  /** What conf/application.yaml ships with. */
  public static WebSocketConfig defaults() {
    return new WebSocketConfig(
        64 * 1024, 1024, Set.of(), Duration.ofSeconds(5), Duration.ofSeconds(3));
  }

  private static void atLeastMillis(String name, Duration value) {
    if (value.toMillis() < 10) {
      throw new IllegalArgumentException(
          "websocket." + name + " must be at least 10 ms, not " + value);
    }
  }
}
