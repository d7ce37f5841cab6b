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
    double range = Formula.trueRange(h, l, previousClose);
    if (moves) {
      previousClose = c;
      return smoothing.next(range);
    }
    return smoothing.peek(range);
  }

  /**
   * {@link #at} for each bar of a series, from a state that has seen nothing.
   *
   * @param out receives the averages
   */
  void run(double[] high, double[] low, double[] close, double[] out) {
    trueRanges(high, low, close, out);
    smoothing.run(out, out);
    previousClose = out.length == 0 ? previousClose : close[out.length - 1];
  }

  AverageRange copy() {
    AverageRange copy = new AverageRange(smoothing.copy());
    copy.previousClose = previousClose;
    return copy;
  }

  /** True range of each bar; NaN for the first. */
  static void trueRanges(double[] high, double[] low, double[] close, double[] out) {
    if (out.length == 0) {
      return;
    }
    // Copied out of step first: so the loop has one index and goes through vector registers.
    System.arraycopy(close, 0, out, 1, out.length - 1);
    out[0] = Double.NaN;
    for (int i = 0; i < out.length; i++) {
      out[i] = Formula.trueRange(high[i], low[i], out[i]);
    }
  }
}
