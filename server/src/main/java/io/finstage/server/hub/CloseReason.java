package io.finstage.server.hub;

/** Why the server ends a conversation. */
public enum CloseReason {
  /** The client left, or asked to. */
  CLIENT_LEFT(true),
  /** The server shuts down. */
  SERVER_SHUTDOWN(true),
  /** The mailbox stayed full longer than the grace time. */
  SLOW_CONSUMER(true),
  /** No sign of life for two heartbeat intervals. */
  PEER_GONE(true),
  /** Too many bad requests in a row. */
  TOO_MANY_ERRORS(false);

  private final boolean reconnect;

  CloseReason(boolean reconnect) {
    this.reconnect = reconnect;
  }

  /** Whether connecting again makes sense. */
  public boolean reconnect() {
    return reconnect;
  }
}
