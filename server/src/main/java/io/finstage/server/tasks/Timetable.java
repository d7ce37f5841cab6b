package io.finstage.server.tasks;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.finstage.server.tasks.Schedule.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * When a schedule submits next. Times that went by while nobody looked count once: what comes next
 * is always after now. A cron expression means the wall clock of its zone: on the day when summer
 * time leaves a time out, it does not come.
 */
final class Timetable {

  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  private Timetable() {}

  /** Why it cannot be read; empty when it can. */
  static Optional<String> complaint(Timing timing, Instant now) {
    if (timing instanceof Timing.Cron cron) {
      try {
        return next(cron, now).isEmpty() ? Optional.of("never comes") : Optional.empty();
      } catch (IllegalArgumentException e) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
    }
    return Optional.empty();
  }

  /**
   * The first time after {@code now}.
   *
   * @param last time it submitted, or was made
   * @return empty when there is none any more
   */
  static Optional<Instant> next(Timing timing, Instant last, Instant now) {
    return switch (timing) {
      case Timing.Cron cron -> next(cron, now);
      case Timing.Every every -> Optional.of(next(every.period(), last, now));
    };
  }

  private static Instant next(Duration period, Instant last, Instant now) {
    long passed = Math.max(0, Duration.between(last, now).dividedBy(period));
    return last.plus(period.multipliedBy(passed + 1));
  }

  private static Optional<Instant> next(Timing.Cron timing, Instant now) {
    Cron cron = PARSER.parse(timing.expression()).validate();
    return ExecutionTime.forCron(cron)
        .nextExecution(now.atZone(timing.zone()))
        .map(ZonedDateTime::toInstant);
  }
}
