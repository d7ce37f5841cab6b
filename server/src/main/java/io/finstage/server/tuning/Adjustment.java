package io.finstage.server.tuning;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What was moved, why, and what came of it.
 *
 * @param id rising; 0 before it is kept
 * @param reason for people: what was seen and done
 * @param readings what it was decided on, by name
 * @param judgement empty while it waits for it
 * @param dryRun whether it was only written down
 */
public record Adjustment(
    long id,
    Instant at,
    String tunable,
    int from,
    int to,
    Rule rule,
    String reason,
    Map<String, Double> readings,
    Optional<Judgement> judgement,
    boolean dryRun) {

  /** What came of it. */
  public enum Outcome {
    /** It was for the better, or for safety. */
    KEPT,
    /** It was not, and was taken back. */
    ROLLED_BACK,
    /** A person has set it. */
    FIXED
  }

  /**
   * The verdict.
   *
   * @param readings what was seen at the new value
   */
  public record Judgement(Instant at, Outcome outcome, Map<String, Double> readings) {
    public Judgement {
      readings = Map.copyOf(readings);
    }
  }

  public Adjustment {
    readings = Map.copyOf(readings);
  }

  Adjustment with(long newId) {
    return new Adjustment(newId, at, tunable, from, to, rule, reason, readings, judgement, dryRun);
  }

  Adjustment with(Judgement verdict) {
    return new Adjustment(
        id, at, tunable, from, to, rule, reason, readings, Optional.of(verdict), dryRun);
  }
}
