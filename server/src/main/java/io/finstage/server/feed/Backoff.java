package io.finstage.server.feed;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: "full jitter", uniform between zero and min(max, base x
 * 2^(n-1)) after the n-th failure in a row, so that many clients of one upstream do not come back
 * together (M. Brooker, AWS Architecture Blog, 2015). Never less than a tenth of the base, so that
 * luck does not make a storm.
 *
 * @param base ceiling after the first failure, above zero
 * @param max highest ceiling, at least {@code base}
 */
public record Backoff(Duration base, Duration max) {

  public Backoff {
    if (!base.isPositive()) {
      throw new IllegalArgumentException("backoff-base must be above zero, not " + base);
    }
    if (max.compareTo(base) < 0) {
      throw new IllegalArgumentException(
          "backoff-max must be at least backoff-base, " + base + ", not " + max);
    }
  }

  /** Doubles from {@code base} to {@code max}, with full jitter. */
  public static Backoff fullJitter(Duration base, Duration max) {
    return new Backoff(base, max);
  }

  /**
   * The wait after a failure.
   *
   * @param failures failures in a row, from 1
   */
  public Duration after(int failures, RandomGenerator random) {
    double doubled = base.toNanos() * Math.pow(2, Math.max(0, failures - 1));
    double ceiling = Math.min(doubled, (double) max.toNanos());
    double wait = Math.max(base.toNanos() / 10.0, random.nextDouble() * ceiling);
    return Duration.ofNanos((long) wait);
  }
}
