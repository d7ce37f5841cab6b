package io.finstage.server.hub;

import java.util.concurrent.TimeUnit;

/**
 * How long a subscriber whose write has blocked keeps a writer of its own: 2 s, doubling up to 64 s
 * for one that blocks again within a minute of having been let back.
 */
final class Demotion {

  private static final long FIRST = TimeUnit.SECONDS.toNanos(2);
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(64);
  private static final long FORGIVEN_AFTER = TimeUnit.SECONDS.toNanos(60);

  private Demotion() {}

  /**
   * @param previousNanos length of the demotion before; 0 when there was none
   * @param sinceNanos time since it ended
   */
  static long next(long previousNanos, long sinceNanos) {
    if (previousNanos == 0 || sinceNanos > FORGIVEN_AFTER) {
      return FIRST;
    }
    return Math.min(previousNanos * 2, LONGEST);
  }
}
