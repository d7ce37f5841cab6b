package io.finstage.server.tuning;

/** What the loop does with what it decides. */
public enum TuningMode {
  /** Moves. */
  ON,
  /** Writes down what it would do; changes nothing. */
  DRY_RUN,
  /** Does not look. Every tunable stays where it is. */
  OFF
}
