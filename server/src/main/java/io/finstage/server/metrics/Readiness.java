package io.finstage.server.metrics;

import java.util.List;
import java.util.stream.Stream;

/**
 * Whether clients should be sent here.
 *
 * @param reasons in plain words, one per thing that was looked at
 */
public record Readiness(boolean ready, List<String> reasons) {

  public Readiness {
    reasons = List.copyOf(reasons);
  }

  /**
   * Judges: the listener must be up, and every feed must emit, wait for its first subscriber, or
   * have finished its replay. A server without any feed is ready: others push ticks to it.
   */
  public static Readiness of(boolean listenerUp, List<FeedReading> feeds) {
    String listener = listenerUp ? "the listener is up" : "the listener is not up";
    if (feeds.isEmpty()) {
      return new Readiness(listenerUp, List.of(listener, "no source is configured"));
    }
    boolean feedsReady = feeds.stream().allMatch(feed -> feed.state().ready());
    List<String> reasons =
        Stream.concat(
                Stream.of(listener),
                feeds.stream().map(feed -> feed.source() + ": " + feed.reason()))
            .toList();
    return new Readiness(listenerUp && feedsReady, reasons);
  }
}
