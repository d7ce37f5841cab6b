package io.finstage.server.indicators;

/**
 * Sums of the last n values, plain and weighted with 0, 1, ... n - 1 from the oldest on: what a
 * weighted average and a line of best fit are made of. Not thread-safe.
 *
 * <p>As {@link Window} does: the window is the end of one block of n values and the beginning of
 * the next, so nothing is ever subtracted and no rounding lives longer than 2n values. Each block
 * is summed as distances from an anchor: the last value of the block before, the first of this one.
 * Both are in every window that uses them, so a spike spoils nothing once it has left.
 *
 * <pre>
 *   value[j] = anchor + d[j]      sum = d[0] + ... + d[n-1]      ramp = 0 d[0] + ... + (n-1) d[n-1]
 * </pre>
 */
final class Ramp {

  private final int length;
  private final double[] values;
  private final double[] tailSum;
  private final double[] tailRamp;
  private double tailAnchor;
  private double headAnchor;
  private double headSum;
  private double headRamp;
  private int at;
  private boolean full;

  /** The answer: of the last {@link #add} or {@link #look}. */
  private double anchor;

  private double sum;
  private double ramp;

  Ramp(int length) {
    this.length = length;
    this.values = new double[length];
    this.tailSum = new double[length + 1];
    this.tailRamp = new double[length + 1];
  }

  private Ramp(Ramp other) {
    this.length = other.length;
    this.values = other.values.clone();
    this.tailSum = other.tailSum.clone();
    this.tailRamp = other.tailRamp.clone();
    this.tailAnchor = other.tailAnchor;
    this.headAnchor = other.headAnchor;
    this.headSum = other.headSum;
    this.headRamp = other.headRamp;
    this.at = other.at;
    this.full = other.full;
  }

  /** Takes a value in; whether there are n by now. */
  boolean add(double value) {
    if (at == 0) {
      headAnchor = value;
      headSum = 0;
      headRamp = 0;
    }
    double d = value - headAnchor;
    headSum += d;
    headRamp += at * d;
    values[at] = value;
    boolean enough = full || at == length - 1;
    join(headAnchor, headSum, headRamp);
    at++;
    if (at == length) {
      turn();
    }
    return enough;
  }

  /** As {@link #add}, without taking it in. */
  boolean look(double value) {
    if (!full && at < length - 1) {
      return false;
    }
    double first = at == 0 ? value : headAnchor;
    double d = value - first;
    double before = at == 0 ? 0 : headSum;
    double beforeRamp = at == 0 ? 0 : headRamp;
    join(first, before + d, beforeRamp + at * d);
    return true;
  }

  /** What the sums are relative to. */
  double anchor() {
    return anchor;
  }

  double sum() {
    return sum;
  }

  double ramp() {
    return ramp;
  }

  int length() {
    return length;
  }

  Ramp copy() {
    return new Ramp(this);
  }

  /** The end of the block before, seen from the anchor of this one, and this one's beginning. */
  private void join(double first, double newSum, double newRamp) {
    anchor = first;
    if (!full) {
      sum = newSum;
      ramp = newRamp;
      return;
    }
    double kept = length - 1 - at;
    double shift = tailAnchor - first;
    sum = tailSum[at + 1] + kept * shift + newSum;
    ramp = tailRamp[at + 1] + kept * (kept - 1) / 2 * shift + (kept * newSum + newRamp);
  }

  private void turn() {
    tailAnchor = values[length - 1];
    double plain = 0;
    double weighted = 0;
    for (int i = length - 1; i >= 0; i--) {
      weighted += plain;
      plain += values[i] - tailAnchor;
      tailSum[i] = plain;
      tailRamp[i] = weighted;
    }
    at = 0;
    full = true;
  }
}
