package io.finstage.server.api;

import io.finstage.server.hub.Wire;
import java.time.Duration;

/**
 * What a client is told of its limits, and what is held against it.
 *
 * @param heartbeatInterval silence after which the server sends a heartbeat
 * @param symbolsPerConnectionMax symbols one connection may subscribe to, and one request may name
 * @param topicsPerConnectionMax bars and indicators one connection may subscribe to
 * @param webSocketMessageBytesMax largest message of a client over WebSocket, its fragments
 *     together
 * @param grpcMessageBytesMax largest message of a client over gRPC
 * @param errorsInARowMax bad requests in a row after which the conversation is closed
 * @param callsMax calls that one conversation may have at a time
 */
public record ConversationConfig(
    Duration heartbeatInterval,
    int symbolsPerConnectionMax,
    int topicsPerConnectionMax,
    int webSocketMessageBytesMax,
    int grpcMessageBytesMax,
    int errorsInARowMax,
    int callsMax) {

  public ConversationConfig {
    if (heartbeatInterval.toMillis() < 1 || heartbeatInterval.toMillis() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("heartbeat-interval out of range: " + heartbeatInterval);
    }
    atLeastOne("hub.symbols-per-connection-max", symbolsPerConnectionMax);
    atLeastOne("hub.topics-per-connection-max", topicsPerConnectionMax);
    atLeastOne("websocket.message-bytes-max", webSocketMessageBytesMax);
    atLeastOne("grpc.message-bytes-max", grpcMessageBytesMax);
    atLeastOne("api.errors-in-a-row-max", errorsInARowMax);
    atLeastOne("conversation.calls-max", callsMax);
  }

  /** What conf/application.yaml ships with. */
  public static ConversationConfig defaults() {
    return new ConversationConfig(Duration.ofSeconds(5), 1000, 20_000, 65_536, 1_048_576, 20, 16);
  }

  /** Largest message of a client over {@code wire}, in bytes. */
  public int messageBytesMax(Wire wire) {
    return switch (wire) {
      case WEBSOCKET -> webSocketMessageBytesMax;
      case GRPC -> grpcMessageBytesMax;
    };
  }

  /**
   * Largest reply to a call, in bytes: a batch that it is the last of fits into what gRPC clients
   * take by default.
   */
  public int replyBytesMax() {
    return grpcMessageBytesMax / 8 * 7;
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
    }
  }
}
