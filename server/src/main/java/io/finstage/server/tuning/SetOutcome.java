package io.finstage.server.tuning;

/** What became of a person's wish. */
public sealed interface SetOutcome {

  /** It holds, and is kept. */
  record Done(TunableState state) implements SetOutcome {}

  /** Nothing has that name. */
  record Unknown(String name) implements SetOutcome {}

  /** The value is not a whole number within the bounds. */
  record OutOfBounds(Bounds bounds) implements SetOutcome {}

  /** The database does not take it; nothing was changed. */
  record Unavailable(String message) implements SetOutcome {}
}
