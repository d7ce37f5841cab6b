package io.finstage.server.tasks;

/** What became of the end of a schedule. */
public sealed interface DropOutcome {

  /** On disk. */
  record Done() implements DropOutcome {}

  record NotFound() implements DropOutcome {}

  /** The database refused; nothing changed. */
  record Unavailable(String message) implements DropOutcome {}
}
