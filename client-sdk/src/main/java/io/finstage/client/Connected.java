package io.finstage.client;

/**
 * A conversation with the server has begun.
 *
 * @param connection 1 for the first of this feed, 2 after the first reconnect, and so on
 * @param epoch names the life of the server's sequence numbers
 * @param epochChanged whether the server has begun to count anew since the last connection; a
 *     {@link Gap} for every symbol follows
 */
public record Connected(long connection, String epoch, String serverVersion, boolean epochChanged)
    implements FeedEvent {

  public Connected {
    if (connection < 1) {
      throw new IllegalArgumentException("connection " + connection);
    }
  }

  /** Whether this is not the first connection of the feed. */
  public boolean isReconnect() {
    return connection > 1;
  }
}
