package io.finstage.server.tasks;

/** What became of a cancel or a re-run. */
public sealed interface ChangeOutcome {

  /** On disk; or it had been so before. */
  record Done(Task task) implements ChangeOutcome {}

  record NotFound() implements ChangeOutcome {}

  /** The task's state does not allow it. */
  record WrongState(Task task) implements ChangeOutcome {}

  /** The database refused; nothing changed. */
  record Unavailable(String message) implements ChangeOutcome {}
}
