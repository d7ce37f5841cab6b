package io.finstage.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before connecting again: exponential with full jitter. The delay of attempt n is
 * uniform in [0, min(max, first x 2^(n-1))], so that the clients of a restarted server do not come
 * back all at once. Source: Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 *
 * @param first bound of the first delay; positive
 * @param max bound of every delay; at least {@code first}
 */
public record Backoff(Duration first, Duration max) {

  private static final int DOUBLINGS_MAX = 40;

  public Backoff {
    if (first.isNegative() || first.isZero() || max.compareTo(first) < 0) {
      throw new IllegalArgumentException("backoff from " + first + " to " + max);
    }
  }

  /** 200 ms, doubling up to 10 s. */
  public static Backoff defaults() {
    return new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));
  }

  Duration delay(int attempt, RandomGenerator random) {
    int doublings = Math.min(attempt - 1, DOUBLINGS_MAX);
    long most = max.toNanos();
    long bound = first.toNanos() > most >> doublings ? most : first.toNanos() << doublings;
    return Duration.ofNanos(random.nextLong(bound + 1));
  }
}
