package io.finstage.server.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.tasks.Schedule.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** Schedules, whatever database is below. */
abstract class ScheduleContract extends QueueStage {

  private static final Submission WHAT = Submission.of("echo", Bytes.utf8("{}"));

  @Override
  TasksConfig config() {
    return TestConfig.small(4, 100);
  }

  private Schedule every(String name, Duration period) {
    ScheduleOutcome outcome = done(queue.schedule(name, WHAT, new Timing.Every(period)));
    return ((ScheduleOutcome.Created) outcome).schedule();
  }

  private void pass(Duration time) {
    clock.advance(time);
    queue.step();
    queue.step();
  }

  @Test
  void aScheduleSubmitsEachTimeOnce() {
    Instant start = clock.instant();
    every("tick", Duration.ofSeconds(10));
    pass(Duration.ofSeconds(10));
    pass(Duration.ofSeconds(1));
    pass(Duration.ofSeconds(9));

    assertThat(queue.list(TaskFilter.ALL, Long.MAX_VALUE, 10))
        .extracting(task -> task.submission().requestId())
        .containsExactly("tick@" + start.plusSeconds(20), "tick@" + start.plusSeconds(10));
  }

  @Test
  void timesThatWentByWhileNobodyLookedCountOnce() {
    Instant start = clock.instant();
    every("tick", Duration.ofSeconds(10));
    pass(Duration.ofSeconds(95));

    assertThat(ids(TaskFilter.ALL)).hasSize(1);
    assertThat(queue.schedules().getFirst().nextAt()).isEqualTo(start.plusSeconds(100));
  }

  @Test
  void aCronExpressionMeansTheClockOfItsZone() {
    Timing timing = new Timing.Cron("30 9 * * 1-5", ZoneId.of("America/New_York"));
    ScheduleOutcome outcome = done(queue.schedule("open", WHAT, timing));

    assertThat(((ScheduleOutcome.Created) outcome).schedule().nextAt())
        .isEqualTo(Instant.parse("2026-01-05T14:30:00Z"));
  }

  @Test
  void aCronExpressionThatCannotBeReadIsRefused() {
    Timing timing = new Timing.Cron("every day", ZoneId.of("UTC"));

    assertThat(done(queue.schedule("bad", WHAT, timing)))
        .isInstanceOf(ScheduleOutcome.Invalid.class);
  }

  @Test
  void theSameScheduleTwiceIsOneAndAnotherOfItsNameIsRefused() {
    Schedule first = every("tick", Duration.ofSeconds(10));

    assertThat(every("tick", Duration.ofSeconds(10))).isEqualTo(first);
    assertThat(done(queue.schedule("tick", WHAT, new Timing.Every(Duration.ofSeconds(11)))))
        .isEqualTo(new ScheduleOutcome.Conflict(first));
  }

  @Test
  void aScheduleThatWasEndedSubmitsNoMore() {
    every("tick", Duration.ofSeconds(10));
    assertThat(done(queue.unschedule("tick"))).isEqualTo(new DropOutcome.Done());
    assertThat(done(queue.unschedule("tick"))).isEqualTo(new DropOutcome.NotFound());
    pass(Duration.ofSeconds(10));

    assertThat(ids(TaskFilter.ALL)).isEmpty();
  }

  @Test
  void thereAreAsManySchedulesAsMayBe() {
    every("a", Duration.ofSeconds(10));
    every("b", Duration.ofSeconds(10));
    every("c", Duration.ofSeconds(10));

    assertThat(done(queue.schedule("d", WHAT, new Timing.Every(Duration.ofSeconds(10)))))
        .isEqualTo(new ScheduleOutcome.Full("tasks.schedules-max", 3));
  }
}
