package io.finstage.server.metrics;

import java.util.Map;

/**
 * Readings of the public listener at one moment. Counts only rise.
 *
 * @param connections open now
 * @param refused connections closed at once because of a limit, by reason
 * @param timedOut connections closed because a request on them did not become complete
 */
public record ListenerStats(long connections, Map<String, Long> refused, long timedOut) {

  public ListenerStats {
    refused = Map.copyOf(refused);
  }
}
