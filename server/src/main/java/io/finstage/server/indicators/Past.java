package io.finstage.server.indicators;

import java.util.Arrays;

/** Remembers the last n values; NaN where there is none yet. Not thread-safe. */
final class Past {

  private final double[] values;
  private int at;

  Past(int length) {
    this.values = new double[length];
    Arrays.fill(values, Double.NaN);
  }

  private Past(Past other) {
    this.values = other.values.clone();
    this.at = other.at;
  }

  /** Takes a value in; returns the one n before it. */
  double next(double value) {
    double before = values[at];
    values[at] = value;
    at = at + 1 == values.length ? 0 : at + 1;
    return before;
  }

  /** What {@link #next} would return. */
  double peek() {
    return values[at];
  }

  Past copy() {
    return new Past(this);
  }
}
