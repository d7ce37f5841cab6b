package io.finstage.client;

import java.time.Duration;

/**
 * How a publisher gathers ticks.
 *
 * @param batchMax ticks in one message; 1 to 10,000
 * @param flushInterval how long a tick may wait for others; positive
 */
public record PublisherOptions(int batchMax, Duration flushInterval) {

  private static final int TICKS_MAX = 10_000;

  public PublisherOptions {
    if (batchMax < 1 || batchMax > TICKS_MAX) {
      throw new IllegalArgumentException("batchMax must be 1 to 10000, not " + batchMax);
    }
    if (flushInterval.isNegative() || flushInterval.isZero()) {
      throw new IllegalArgumentException("flushInterval must be positive, not " + flushInterval);
    }
  }

  /** 500 ticks, 10 ms. */
  public static PublisherOptions defaults() {
    return new PublisherOptions(500, Duration.ofMillis(10));
  }
}
