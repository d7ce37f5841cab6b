package io.finstage.server.metrics;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What one feed reports, as it is exported and judged.
 *
 * @param source name of the source
 * @param sourceAge how old the newest event was when it came in; empty for a replay, whose events
 *     are old on purpose
 * @param ticks taken in so far
 * @param rejected refused so far, by reason
 * @param reason the state in plain words
 */
public record FeedReading(
    String source,
    State state,
    Optional<Duration> sourceAge,
    long ticks,
    Map<String, Long> rejected,
    String reason) {

  /** Where a feed stands, in the words of its log, and whether clients can be served from it. */
  public enum State {
    /** Started, and nothing has come yet. */
    CONNECTING(false),
    EMITTING(true),
    /** Connected, but nothing has come for longer than the source may be silent. */
    MUTE(false),
    /** A replay that starts with its first subscriber. */
    WAITING_FOR_SUBSCRIBER(true),
    /** Ended before its time, and is started again after a while. */
    BACKING_OFF(false),
    /** A replay that has reached its end: the last values are still served. */
    FINISHED(true),
    /** Cannot go on before someone mends what the reason names. */
    FAILED(false),
    /** The server stops. */
    CLOSED(false);

    private final boolean ready;

    State(boolean ready) {
      this.ready = ready;
    }

    boolean ready() {
      return ready;
    }
  }

  public FeedReading {
    if (source.isBlank()) {
      throw new IllegalArgumentException("a feed without a name");
    }
    rejected = Map.copyOf(rejected);
  }
}
