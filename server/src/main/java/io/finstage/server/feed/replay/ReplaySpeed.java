package io.finstage.server.feed.replay;

import java.util.Locale;

/**
 * How fast recorded time passes.
 *
 * @param factor recorded seconds per second, above zero; infinite: as fast as ticks are taken
 */
public record ReplaySpeed(double factor) {

  /** As fast as ticks are taken. */
  public static final ReplaySpeed MAX = new ReplaySpeed(Double.POSITIVE_INFINITY);

  public ReplaySpeed {
    if (!(factor > 0)) {
      throw new IllegalArgumentException(
          "feed.replay.speed must be a number above zero or max, not " + factor);
    }
  }

  /**
   * Reads {@code 1}, {@code 60}, {@code 0.5} or {@code max}.
   *
   * @throws IllegalArgumentException it is none of these
   */
  public static ReplaySpeed parse(String text) {
    if (text.strip().toLowerCase(Locale.ROOT).equals("max")) {
      return MAX;
    }
    try {
      return new ReplaySpeed(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "feed.replay.speed must be a number above zero or max, not '" + text + "'", e);
    }
  }

  boolean isPaced() {
    return Double.isFinite(factor);
  }

  /** What {@code recordedMillis} of recorded time take, in nanoseconds. */
  long nanosFor(long recordedMillis) {
    return (long) (recordedMillis * 1e6 / factor);
  }
}
