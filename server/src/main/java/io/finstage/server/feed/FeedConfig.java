package io.finstage.server.feed;

import java.time.Duration;

/**
 * Settings of a feed.
 *
 * @param muteTimeout silence after which a source counts as mute; a source that may be silent for
 *     longer is given its own time
 * @param backoff waits between a failure and the next start
 * @param stableAfter a run that lasted this long forgives the failures before it
 * @param orderTolerance how far a tick may be behind the newest of its symbol
 * @param symbolsMax symbols whose order is watched, and who are told of a gap after a restart
 * @param stopTimeout how long an interrupted source may take to end before it is interrupted again,
 *     and how long close waits for it
 */
public record FeedConfig(
    Duration muteTimeout,
    Backoff backoff,
    Duration stableAfter,
    Duration orderTolerance,
    int symbolsMax,
    Duration stopTimeout) {

  public FeedConfig {
    if (!muteTimeout.isPositive()) {
      throw new IllegalArgumentException(
          "feed.mute-timeout must be above zero, not " + muteTimeout);
    }
    if (stableAfter.isNegative()) {
      throw new IllegalArgumentException(
          "feed.stable-after must not be negative, not " + stableAfter);
    }
    if (orderTolerance.isNegative()) {
      throw new IllegalArgumentException(
          "feed.order-tolerance must not be negative, not " + orderTolerance);
    }
    if (symbolsMax < 1) {
      throw new IllegalArgumentException("feed.symbols-max must be at least 1, not " + symbolsMax);
    }
    if (!stopTimeout.isPositive()) {
      throw new IllegalArgumentException(
          "feed.stop-timeout must be above zero, not " + stopTimeout);
    }
  }

  /** 30 s of silence, half a second to 30 seconds of backoff, the rest as {@link #of}. */
  public static FeedConfig defaults() {
    return of(
        Duration.ofSeconds(30), Backoff.fullJitter(Duration.ofMillis(500), Duration.ofSeconds(30)));
  }

  /** 30 s to be stable, 5 s of disorder, 10,000 symbols, 2 s to stop. */
  public static FeedConfig of(Duration muteTimeout, Backoff backoff) {
    return new FeedConfig(
        muteTimeout,
        backoff,
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        10_000,
        Duration.ofSeconds(2));
  }
}
