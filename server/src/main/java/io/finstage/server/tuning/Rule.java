package io.finstage.server.tuning;

/** Why a tunable was moved. */
public enum Rule {
  /** Doubled, since doubling has paid so far. */
  SLOW_START,
  /** Tried a step up. */
  PROBE_UP,
  /** Tried a step down. */
  PROBE_DOWN,
  /** Cut, since completions were far too late in two windows running. */
  BRAKE,
  /** Set, or given back to the loop, by a person. */
  PERSON
}
