package io.finstage.client;

import java.time.Duration;

/** How updates reach one subscription. Immutable. */
public sealed interface Delivery {

  /** Nothing is skipped while the server's mailbox holds; beyond that, a {@link Gap} is told. */
  record Every() implements Delivery {}

  /**
   * An update that the server still holds is replaced by a newer one of its symbol, only under
   * pressure; {@link PriceUpdate#conflated()} counts what was replaced.
   */
  record Latest() implements Delivery {}

  /**
   * At most one update per symbol and interval; {@link PriceUpdate#conflated()} counts the others.
   *
   * @param interval {@link #INTERVAL_MIN} to {@link #INTERVAL_MAX}
   */
  record Interval(Duration interval) implements Delivery {

    /** Shortest interval. */
    public static final Duration INTERVAL_MIN = Duration.ofMillis(10);

    /** Longest interval. */
    public static final Duration INTERVAL_MAX = Duration.ofHours(1);

    public Interval {
      if (interval.compareTo(INTERVAL_MIN) < 0 || interval.compareTo(INTERVAL_MAX) > 0) {
        throw new IllegalArgumentException("interval must be 10 ms to 1 h, not " + interval);
      }
    }
  }

  /** Nothing is skipped. */
  Delivery EVERY = new Every();

  /** The newest, when the reader is slower than the market. */
  Delivery LATEST = new Latest();

  /**
   * At most one update per symbol and {@code interval}.
   *
   * @param interval 10 ms to 1 h
   */
  static Delivery interval(Duration interval) {
    return new Interval(interval);
  }
}
