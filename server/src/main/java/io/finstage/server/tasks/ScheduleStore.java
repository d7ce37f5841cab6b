package io.finstage.server.tasks;

import io.finstage.server.tasks.Schedule.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The rows of schedules. What is given a {@link SqlStore} is part of the caller's transaction. */
final class ScheduleStore {

  private static final String COLUMNS =
      "name, kind, queue, payload, priority, attempts_max, timeout_millis, labels, cron, zone,"
          + " period_millis, next_at";
  private static final String SELECT = "SELECT " + COLUMNS + " FROM task_schedule ";
  private static final String INSERT =
      "INSERT INTO task_schedule ("
          + COLUMNS
          + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT (name) DO NOTHING";
  private static final String ADVANCE =
      "UPDATE task_schedule SET next_at = ? WHERE name = ? AND next_at = ?";
  private static final TaskPriority[] PRIORITIES = TaskPriority.values();

  List<Schedule> all(SqlStore sql) {
    return schedules(sql.query(SELECT + "ORDER BY name"));
  }

  Optional<Schedule> find(SqlStore sql, String name) {
    return schedules(sql.query(SELECT + "WHERE name = ?", name)).stream().findFirst();
  }

  long count(SqlStore sql) {
    return sql.query("SELECT COUNT(*) FROM task_schedule").getFirst().number(0);
  }

  /** Whether its name was free. */
  @SuppressWarnings("EnumOrdinal") // its order is the order in which it yields
  boolean insert(SqlStore sql, Schedule schedule) {
    Submission asked = schedule.submission();
    String cron = "";
    String zone = "";
    long period = 0;
    switch (schedule.timing()) {
      case Timing.Cron it -> {
        cron = it.expression();
        zone = it.zone().getId();
      }
      case Timing.Every it -> period = it.period().toMillis();
    }
    return sql.update(
            INSERT,
            schedule.name(),
            asked.kind(),
            asked.queue(),
            asked.payload().array(),
            asked.priority().ordinal(),
            asked.maxAttempts(),
            asked.timeout().toMillis(),
            TaskRow.labels(asked.labels()),
            cron,
            zone,
            period,
            schedule.nextAt().toEpochMilli())
        == 1;
  }

  boolean delete(SqlStore sql, String name) {
    return sql.update("DELETE FROM task_schedule WHERE name = ?", name) == 1;
  }

  /** Up to {@code max} whose time has come, the oldest first. */
  List<Schedule> due(SqlStore sql, Instant now, int max) {
    return schedules(
        sql.query(SELECT + "WHERE next_at <= ? ORDER BY next_at LIMIT ?", now.toEpochMilli(), max));
  }

  /** Whether no other node was quicker. */
  boolean advance(SqlStore sql, Schedule schedule, Instant next) {
    return sql.update(
            ADVANCE, next.toEpochMilli(), schedule.name(), schedule.nextAt().toEpochMilli())
        == 1;
  }

  /** Empty when there are none. */
  Optional<Instant> nextAt(SqlStore sql) {
    return sql.query("SELECT next_at FROM task_schedule ORDER BY next_at LIMIT 1").stream()
        .findFirst()
        .map(row -> Instant.ofEpochMilli(row.number(0)));
  }

  private static List<Schedule> schedules(List<Row> rows) {
    return rows.stream().map(ScheduleStore::schedule).toList();
  }

  private static Schedule schedule(Row row) {
    Submission submission =
        new Submission(
            row.text(1),
            row.text(2),
            row.bytes(3),
            PRIORITIES[(int) row.number(4)],
            (int) row.number(5),
            Duration.ofMillis(row.number(6)),
            Optional.empty(),
            "",
            TaskRow.labels(row.text(7)));
    Timing timing =
        row.number(10) > 0
            ? new Timing.Every(Duration.ofMillis(row.number(10)))
            : new Timing.Cron(row.text(8), ZoneId.of(row.text(9)));
    return new Schedule(row.text(0), submission, timing, Instant.ofEpochMilli(row.number(11)));
  }
}
