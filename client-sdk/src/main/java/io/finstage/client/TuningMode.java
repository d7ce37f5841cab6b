package io.finstage.client;

/** What the tuning loop of a server does. */
public enum TuningMode {
  /** It looks, decides and moves. */
  ON,
  /** It looks, decides and writes down what it would do. */
  DRY_RUN,
  /** Every tunable stays where it is. */
  OFF
}
