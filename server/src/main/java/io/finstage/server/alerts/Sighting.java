package io.finstage.server.alerts;

/**
 * What a condition came to, of one subject at one moment.
 *
 * @param value what it looked at; NaN when there is none
 */
record Sighting(String subject, Verdict verdict, double value) {

  /** Whether the condition holds. */
  enum Verdict {
    HOLDS,
    CLEAR,
    /** Cannot be told yet, and will be: what is firing stays so. */
    UNKNOWN,
    /** There is nothing to look at: what is firing stays so for a while. */
    GONE
  }

  static Sighting of(String subject, boolean holds, double value) {
    return new Sighting(subject, holds ? Verdict.HOLDS : Verdict.CLEAR, value);
  }

  static Sighting gone(String subject) {
    return new Sighting(subject, Verdict.GONE, Double.NaN);
  }
}
