package io.finstage.server.feed;

import java.time.Duration;

/**
 * Settings of a feed.
 *
 * @param backoff waits between a failure and the next start
 * @param stableAfter a run that lasted this long forgives the failures before it
 * @param orderTolerance how far a tick may be behind the newest of its symbol
 * @param symbolsMax symbols whose order is watched, and who are told of a gap after a restart
 * @param stopTimeout how long an interrupted source may take to end before it is interrupted again,
 *     and how long close waits for it
 */
public record FeedConfig(
    Backoff backoff,
    Duration stableAfter,
    Duration orderTolerance,
    int symbolsMax,
    Duration stopTimeout) {

  public FeedConfig {
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

  /** Half a second to 30 seconds of backoff, 30 s to be stable, 5 s of disorder, 10,000 symbols. */
  public static FeedConfig defaults() {
    return new FeedConfig(
        Backoff.fullJitter(Duration.ofMillis(500), Duration.ofSeconds(30)),
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        10_000,
        Duration.ofSeconds(2));
  }
}
