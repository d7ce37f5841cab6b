package io.finstage.server.tasks;

/** What became of a new schedule. */
public sealed interface ScheduleOutcome {

  /** On disk; or the same had been there before. */
  record Created(Schedule schedule) implements ScheduleOutcome {}

  /** Its name belongs to another. */
  record Conflict(Schedule other) implements ScheduleOutcome {}

  /** Its timing cannot be read. */
  record Invalid(String field, String description) implements ScheduleOutcome {}

  record Full(String key, long limit) implements ScheduleOutcome {}

  record Unavailable(String message) implements ScheduleOutcome {}
}
