package io.finstage.server.hub;

import java.time.Duration;

/** How updates reach one subscription. */
public sealed interface Delivery {

  /** Nothing is skipped while the mailbox holds; beyond that, a gap is announced. */
  record Every() implements Delivery {}

  /** A queued update is replaced by a newer one of its symbol, only under pressure. */
  record Latest() implements Delivery {}

  /**
   * At most one update per symbol and interval.
   *
   * @param interval {@link #INTERVAL_MIN} to {@link #INTERVAL_MAX}
   */
  record Interval(Duration interval) implements Delivery {

    public static final Duration INTERVAL_MIN = Duration.ofMillis(10);
    public static final Duration INTERVAL_MAX = Duration.ofHours(1);

    public Interval {
      if (interval.compareTo(INTERVAL_MIN) < 0 || interval.compareTo(INTERVAL_MAX) > 0) {
        throw new IllegalArgumentException("interval must be 10 ms to 1 h, not " + interval);
      }
    }
  }

  Delivery EVERY = new Every();
  Delivery LATEST = new Latest();
}
