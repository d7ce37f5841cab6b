package io.finstage.server.indicators;

/**
 * A setting of an indicator.
 *
 * @param name lower_snake, as in {@code period}
 * @param whole whether only whole numbers are allowed
 * @param min smallest value allowed
 * @param max largest value allowed
 * @param standard the value where none is given
 */
public record Parameter(String name, boolean whole, double min, double max, double standard) {

  public Parameter {
    if (!(min <= standard && standard <= max)) {
      throw new IllegalArgumentException(name + ": the default must be within the bounds");
    }
  }

  /** Whether {@code value} may be given. */
  public boolean allows(double value) {
    return value >= min && value <= max && (!whole || value == Math.rint(value));
  }

  /** What a value must be, for people. */
  public String rule() {
    return whole
        ? "must be a whole number from %d to %d".formatted((long) min, (long) max)
        : "must be a number from %s to %s".formatted(min, max);
  }
}
