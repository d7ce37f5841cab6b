package io.finstage.client;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One move of a tunable: what was seen, what was done, and what came of it.
 *
 * @param id decimal digits, rising
 * @param at when
 * @param tunable its name
 * @param from value before
 * @param to value after; nothing was changed by a dry run
 * @param rule which rule fired, UPPER_SNAKE, as in {@code "SLOW_START"}
 * @param reason in plain words
 * @param readings what it was decided on, by name
 * @param outcome what came of it; {@link Outcome#PENDING} while it is not judged
 * @param outcomeReadings what was seen when it was judged, by name
 * @param judgedAt empty while it is not judged
 * @param dryRun whether it was only written down
 */
public record Adjustment(
    String id,
    Instant at,
    String tunable,
    double from,
    double to,
    String rule,
    String reason,
    Map<String, Double> readings,
    Outcome outcome,
    Map<String, Double> outcomeReadings,
    Optional<Instant> judgedAt,
    boolean dryRun) {

  /** What came of a move. */
  public enum Outcome {
    /** Not judged yet, or something that this SDK does not know. */
    PENDING,
    /** It was for the better, or for safety. */
    KEPT,
    /** It was not, and was taken back. */
    ROLLED_BACK,
    /** A person has set it. */
    FIXED
  }

  public Adjustment {
    readings = Map.copyOf(readings);
    outcomeReadings = Map.copyOf(outcomeReadings);
  }
}
