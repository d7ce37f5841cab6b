package io.finstage.server.tuning;

import io.finstage.server.tuning.Step.Move;
import java.util.Locale;
import java.util.Map;

/** What is seen and done, in words and names. */
final class Wording {

  private static final int REASON_MAX = 512;

  private Wording() {}

  /** By the names of the log. */
  static Map<String, Double> readings(Window seen, double objective) {
    return Map.of(
        "completions_within_objective_per_second",
        seen.score(),
        "p99_seconds",
        seen.p99(),
        "objective_seconds",
        objective,
        "limit_use_ratio",
        seen.use());
  }

  static String reason(Move move, double objective) {
    String done =
        switch (move.rule()) {
          case SLOW_START -> "Doubled, since the limit is taken and doubling has paid so far";
          case PROBE_UP -> "One step up, to see whether more is completed";
          case PROBE_DOWN -> "One step down, to see whether as much is completed with less";
          case BRAKE ->
              "Cut, since the p99 was over 1.5 times the objective in two windows running";
          case PERSON -> "Set by a person";
        };
    return String.format(
        Locale.ROOT,
        "%s. Seen at %d: %.1f completions a second within %s, p99 %s, %.0f %% of the limit taken.",
        done,
        move.from(),
        move.seen().score(),
        time(objective),
        time(move.seen().p99()),
        move.seen().use() * 100);
  }

  /**
   * Of a tunable that a person has moved.
   *
   * @param set to a value; else it was given back
   * @param hasLoop whether there is a loop to give it back to
   */
  static String person(boolean set, boolean hasLoop, String reason) {
    String to = hasLoop ? "the loop" : "the configured value";
    return because(set ? "Set by a person" : "Given back to " + to + " by a person", reason);
  }

  /** Of the whole loop. */
  static String switched(TuningMode mode, String reason) {
    return because("tuning was switched to " + mode + " by a person", reason);
  }

  /** Control characters would break the lines of the log. */
  private static String because(String said, String reason) {
    String why = reason.replaceAll("\\p{Cntrl}", " ").strip();
    String text = why.isEmpty() ? said + "." : said + ": " + why;
    return text.substring(0, Math.min(text.length(), REASON_MAX));
  }

  private static String time(double seconds) {
    return seconds < 1
        ? String.format(Locale.ROOT, "%.0f ms", seconds * 1000)
        : String.format(Locale.ROOT, "%.2f s", seconds);
  }
}
