package io.finstage.server.tasks;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * Submits a task again and again.
 *
 * @param submission what each time, but for its request id and its time
 * @param nextAt when it submits next
 */
public record Schedule(String name, Submission submission, Timing timing, Instant nextAt) {

  public Schedule {
    Names.check("name", name);
  }

  /** When. */
  public sealed interface Timing {

    /** Five fields, as in Unix cron. */
    record Cron(String expression, ZoneId zone) implements Timing {}

    record Every(Duration period) implements Timing {

      public Every {
        if (period.compareTo(Duration.ofSeconds(1)) < 0) {
          throw new IllegalArgumentException("every must be 1 s or more, not " + period);
        }
      }
    }
  }
}
