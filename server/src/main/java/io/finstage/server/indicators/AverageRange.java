package io.finstage.server.indicators;

/**
 * True range, and Wilder's average of it: how far a bar went, the gap since the last close
 * included. Not thread-safe.
 *
 * <pre>
 *   TR = max(h - l, |h - c'|, |l - c'|)      none for the first bar
 * </pre>
 */
final class AverageRange {

  private final Smoothing smoothing;
  private double previousClose = Double.NaN;

  AverageRange(int period, Profile profile) {
    this(Smoothing.wilder(period, profile));
  }

  private AverageRange(Smoothing smoothing) {
    this.smoothing = smoothing;
  }

  /** The average with this bar; NaN while there are fewer than n true ranges. */
  double at(boolean moves, double h, double l, double c) {
    double range = trueRange(h, l, previousClose);
    if (moves) {
      previousClose = c;
      return smoothing.next(range);
    }
    return smoothing.peek(range);
  }

  AverageRange copy() {
    AverageRange copy = new AverageRange(smoothing.copy());
    copy.previousClose = previousClose;
    return copy;
  }

  /** NaN where there is no close before. */
  static double trueRange(double h, double l, double previousClose) {
    if (Double.isNaN(previousClose)) {
      return Double.NaN;
    }
    return Formula.trueRange(h, l, previousClose);
  }
}
