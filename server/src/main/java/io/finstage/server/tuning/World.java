package io.finstage.server.tuning;

import org.jspecify.annotations.Nullable;

/**
 * What is usual at the value in force, and whether it still is.
 *
 * <pre>
 *   usual     the mean of what was seen there, older pairs of windows weighing half each time
 *   changed   two windows running differ from it, the same way: the score by over 20 %, or the p99 by half
 * </pre>
 *
 * <p>The p99 counts too: another mix of requests may leave the score as it is and move the value
 * that would be best.
 */
final class World {

  /** What two windows say of it. */
  enum Change {
    BETTER,
    NONE,
    WORSE
  }

  private static final double SHIFT = 0.2;
  private static final double P99_FACTOR = 1.5;

  private @Nullable Window usual;

  /** Takes two windows in. */
  Change see(Window first, Window second) {
    Window before = usual;
    Window mean = first.mean(second);
    if (before == null) {
      usual = mean;
      return Change.NONE;
    }
    Change change = change(first, before);
    if (change != change(second, before)) {
      change = Change.NONE;
    }
    usual = change == Change.NONE ? before.mean(mean) : mean;
    return change;
  }

  /** From now on this is usual. */
  void is(Window seen) {
    usual = seen;
  }

  /** What is usual; {@code seen} when nothing is known. */
  Window usual(Window seen) {
    Window known = usual;
    return known == null ? seen : known;
  }

  /**
   * Whether a move from {@code from} to {@code to} cannot have done that alone: a score rises at
   * most as much as the value, and hardly when the value falls.
   */
  static boolean isBeyond(double gain, int from, int to) {
    double scale = Math.max(1, (double) to / from);
    return 1 + gain > scale * (1 + SHIFT);
  }

  private static Change change(Window seen, Window before) {
    double gain = seen.gain(before);
    if (Math.abs(gain) > SHIFT) {
      return gain > 0 ? Change.BETTER : Change.WORSE;
    }
    if (seen.p99() > before.p99() * P99_FACTOR) {
      return Change.WORSE;
    }
    return seen.p99() * P99_FACTOR < before.p99() ? Change.BETTER : Change.NONE;
  }
}
