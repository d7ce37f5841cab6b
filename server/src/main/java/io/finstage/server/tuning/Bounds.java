package io.finstage.server.tuning;

/**
 * What a tunable may be set to.
 *
 * @param min 1 or more
 * @param max {@code min} or more
 */
public record Bounds(int min, int max) {

  public Bounds {
    if (min < 1 || max < min) {
      throw new IllegalArgumentException(
          "bounds must be 1 or more and rise, not " + min + " to " + max);
    }
  }

  /** Whether it is a whole number from min to max. */
  boolean contain(double value) {
    return value >= min && value <= max && value == Math.rint(value);
  }

  /** The nearest to {@code value} that is allowed. */
  public int clamp(long value) {
    return Math.clamp(value, min, max);
  }
}
