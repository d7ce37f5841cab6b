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

  /** Whether clients can be served from a feed. */
  public enum State {
    /** Connecting, or waiting before it tries again. */
    CONNECTING(false),
    EMITTING(true),
    /** Connected, but nothing has come for longer than the source may be silent. */
    MUTE(false),
    /** A replay that starts with its first subscriber. */
    WAITING_FOR_SUBSCRIBER(true),
    /** A replay that has reached its end: the last values are still served. */
    FINISHED(true),
    /** Given up or closed. */
    STOPPED(false);

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
