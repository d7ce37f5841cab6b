package io.finstage.server.api;

import java.time.Duration;

/**
 * What a client is told of its limits, and what is held against it.
 *
 * @param heartbeatInterval silence after which the server sends a heartbeat
 * @param symbolsPerConnectionMax symbols one connection may subscribe to, and one request may name
 * @param messageBytesMax largest message of a client
 * @param errorsInARowMax bad requests in a row after which the conversation is closed
 */
public record ConversationConfig(
    Duration heartbeatInterval,
    int symbolsPerConnectionMax,
    int messageBytesMax,
    int errorsInARowMax) {

  public ConversationConfig {
    if (heartbeatInterval.toMillis() < 1 || heartbeatInterval.toMillis() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("heartbeat-interval out of range: " + heartbeatInterval);
    }
    atLeastOne("symbols-per-connection-max", symbolsPerConnectionMax);
    atLeastOne("message-bytes-max", messageBytesMax);
    atLeastOne("errors-in-a-row-max", errorsInARowMax);
  }

  /** What conf/application.yaml ships with. */
  public static ConversationConfig defaults() {
    return new ConversationConfig(Duration.ofSeconds(5), 1000, 65_536, 20);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("api." + name + " must be at least 1, not " + value);
    }
  }
}
