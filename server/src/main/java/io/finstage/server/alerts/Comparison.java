package io.finstage.server.alerts;

/** On which side of a limit a value is. */
public enum Comparison {
  ABOVE,
  BELOW;

  /** Whether {@code value} is there; never where one of them is NaN. */
  boolean holds(double value, double limit) {
    return switch (this) {
      case ABOVE -> value > limit;
      case BELOW -> value < limit;
    };
  }
}
