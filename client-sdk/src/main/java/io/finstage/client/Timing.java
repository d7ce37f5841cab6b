package io.finstage.client;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** When a {@link Schedule} submits. */
public sealed interface Timing {

  /**
   * At the times of a cron expression.
   *
   * @param expression five fields, as in Unix cron: minute, hour, day of month, month, day of week
   * @param zone whose clock counts
   */
  record Cron(String expression, ZoneId zone) implements Timing {}

  /**
   * Again and again.
   *
   * @param period 1 s or more
   */
  record Every(Duration period) implements Timing {

    public Every {
      if (period.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new IllegalArgumentException("period must be 1 s or more, not " + period);
      }
    }
  }

  /** By the clock of UTC; see {@link #cron(String, ZoneId)}. */
  static Timing cron(String expression) {
    return cron(expression, ZoneOffset.UTC);
  }

  /**
   * As in {@code cron("30 16 * * 1-5", ZoneId.of("America/New_York"))}.
   *
   * @param expression five fields: minute, hour, day of month, month, day of week
   */
  static Timing cron(String expression, ZoneId zone) {
    return new Cron(expression, zone);
  }

  /**
   * Again after each {@code period}.
   *
   * @param period 1 s or more
   */
  static Timing every(Duration period) {
    return new Every(period);
  }
}
