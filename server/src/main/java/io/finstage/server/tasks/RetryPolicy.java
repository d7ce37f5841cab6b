package io.finstage.server.tasks;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before another attempt: exponential backoff with full jitter. Before attempt n +
 * 1 it is anything up to min * 2^(n-1), and never more than max, so that tasks that failed together
 * do not come back together (Brooker, "Exponential Backoff And Jitter", AWS 2015).
 */
record RetryPolicy(Duration min, Duration max) {

  private static final int DOUBLINGS_MAX = 30;

  /** 1 ms or more; {@code failed} counts attempts, 1 or more. */
  Duration delay(int failed, RandomGenerator random) {
    long cap = Math.min(max.toMillis(), min.toMillis() << Math.clamp(failed - 1, 0, DOUBLINGS_MAX));
    return Duration.ofMillis(random.nextLong(1, Math.max(2, cap + 1)));
  }
}
