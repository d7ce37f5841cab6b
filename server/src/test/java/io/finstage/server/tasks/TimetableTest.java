package io.finstage.server.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.tasks.Schedule.Timing;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class TimetableTest {

  private static final Timing NIGHTLY =
      new Timing.Cron("30 2 * * *", ZoneId.of("America/New_York"));

  private static Instant next(String now) {
    Instant at = Instant.parse(now);
    return Timetable.next(NIGHTLY, at, at).orElseThrow();
  }

  @Test
  void aTimeThatSummerTimeLeavesOutIsLeftOutThatDay() {
    assertThat(next("2026-03-08T06:00:00Z")).isEqualTo(Instant.parse("2026-03-09T06:30:00Z"));
  }

  @Test
  void aTimeIsNeverItsOwnNext() {
    assertThat(next("2026-01-05T07:30:00Z")).isEqualTo(Instant.parse("2026-01-06T07:30:00Z"));
  }

  @Test
  void aDayThatNeverComesIsRefused() {
    Timing never = new Timing.Cron("0 0 31 2 *", ZoneId.of("UTC"));

    assertThat(Timetable.complaint(never, Instant.parse("2026-01-05T07:30:00Z"))).isPresent();
  }
}
