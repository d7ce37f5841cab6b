package io.finstage.server.tasks;

/** What became of a submission. */
public sealed interface SubmitOutcome {

  /** It is on disk. */
  record Created(Task task) implements SubmitOutcome {}

  /** Its request id had been used for the same: here is that task. */
  record Existing(Task task) implements SubmitOutcome {}

  /** Its request id had been used for something else. */
  record Conflict(long id) implements SubmitOutcome {}

  /**
   * A limit was met; nothing was kept.
   *
   * @param key of the configuration
   */
  record Full(String key, long limit) implements SubmitOutcome {}

  /** The database refused; nothing was kept. */
  record Unavailable(String message) implements SubmitOutcome {}
}
