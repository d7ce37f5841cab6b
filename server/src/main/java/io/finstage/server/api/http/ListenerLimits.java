package io.finstage.server.api.http;

import java.time.Duration;

/**
 * Limits of a listener.
 *
 * @param connectionsMax open connections; full: a new one is closed at once
 * @param connectionsPerAddressMax of these, from one address; for IPv6 its /64 network counts as
 *     one address. Behind a proxy all clients share an address: set it as high as {@code
 *     connectionsMax} there
 * @param requestTimeout from opening a connection to its first byte, and from the first byte of a
 *     request (or of an HTTP/2 frame or header block) to its last; longer: the connection is closed
 */
public record ListenerLimits(
    int connectionsMax, int connectionsPerAddressMax, Duration requestTimeout) {

  public ListenerLimits {
    if (connectionsMax < 1) {
      throw new IllegalArgumentException(
          "server.connections-max must be at least 1, not " + connectionsMax);
    }
    if (connectionsPerAddressMax < 1 || connectionsPerAddressMax > connectionsMax) {
      throw new IllegalArgumentException(
          "server.connections-per-address-max must be 1 to server.connections-max ("
              + connectionsMax
              + "), not "
              + connectionsPerAddressMax);
    }
    if (requestTimeout.toMillis() < 1) {
      throw new IllegalArgumentException(
          "server.request-timeout must be at least 1 ms, not " + requestTimeout);
    }
  }
}
