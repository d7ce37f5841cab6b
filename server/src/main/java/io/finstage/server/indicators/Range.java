package io.finstage.server.indicators;

/**
 * Highest high and lowest low of the last n bars, without where they are; NaN before there are n.
 * Not thread-safe.
 *
 * <p>The blocks of {@link Extremes}, with nothing but values and without branches on them: half the
 * time of it. Over a whole series it is faster still to double the window: the maximum of 2 bars
 * gives that of 4, that of 4 gives that of 8, and two of 8 that overlap give that of 14.
 */
final class Range {

  private final int length;
  private final double[] highs;
  private final double[] lows;

  /** Of the block before, from an index to the end; one more, which loses always. */
  private final double[] tailHigh;

  private final double[] tailLow;
  private double headHigh = Double.NEGATIVE_INFINITY;
  private double headLow = Double.POSITIVE_INFINITY;
  private int at;
  private boolean full;
  private double highest = Double.NaN;
  private double lowest = Double.NaN;

  Range(int length) {
    this.length = length;
    this.highs = new double[length];
    this.lows = new double[length];
    this.tailHigh = new double[length + 1];
    this.tailLow = new double[length + 1];
    tailHigh[length] = Double.NEGATIVE_INFINITY;
    tailLow[length] = Double.POSITIVE_INFINITY;
  }

  private Range(Range other) {
    this.length = other.length;
    this.highs = other.highs.clone();
    this.lows = other.lows.clone();
    this.tailHigh = other.tailHigh.clone();
    this.tailLow = other.tailLow.clone();
    this.headHigh = other.headHigh;
    this.headLow = other.headLow;
    this.at = other.at;
    this.full = other.full;
    this.highest = other.highest;
    this.lowest = other.lowest;
  }

  int length() {
    return length;
  }

  /** Takes a bar in. For the extremes of one column give its value twice. */
  void add(double high, double low) {
    int now = at;
    highs[now] = high;
    lows[now] = low;
    headHigh = Math.max(headHigh, high);
    headLow = Math.min(headLow, low);
    at = now + 1;
    if (full) {
      highest = Math.max(headHigh, tailHigh[now + 1]);
      lowest = Math.min(headLow, tailLow[now + 1]);
    } else if (at == length) {
      highest = headHigh;
      lowest = headLow;
    }
    if (at == length) {
      turn();
    }
  }

  /** Highest high of the last n bars; NaN before there are n. */
  double highest() {
    return highest;
  }

  /** Lowest low of the last n bars; NaN before there are n. */
  double lowest() {
    return lowest;
  }

  /** What {@link #highest} would be after a bar with this high. */
  double highestWith(double high) {
    if (full) {
      return Math.max(Math.max(headHigh, high), tailHigh[at + 1]);
    }
    return at == length - 1 ? Math.max(headHigh, high) : Double.NaN;
  }

  /** What {@link #lowest} would be after a bar with this low. */
  double lowestWith(double low) {
    if (full) {
      return Math.min(Math.min(headLow, low), tailLow[at + 1]);
    }
    return at == length - 1 ? Math.min(headLow, low) : Double.NaN;
  }

  /**
   * Takes a whole series in, from a state that has seen nothing.
   *
   * @return the highest highs and the lowest lows of n bars up to each; without meaning before
   *     there are n
   */
  double[][] run(double[] high, double[] low) {
    // What was longer ago than two windows cannot be told any more.
    for (int i = Math.max(0, high.length - 2 * length); i < high.length; i++) {
      add(high[i], low[i]);
    }
    return new double[][] {highest(high, length), lowest(low, length)};
  }

  Range copy() {
    return new Range(this);
  }

  /** Copied out of step first, so that the loop has one index and goes through vector registers. */
  private static double[] highest(double[] values, int length) {
    double[] widest = values.clone();
    double[] before = new double[values.length];
    int shift;
    for (int width = 1; width < length && width < values.length; width += shift) {
      shift = Math.min(width, length - width);
      System.arraycopy(widest, 0, before, shift, values.length - shift);
      for (int i = shift; i < widest.length; i++) {
        widest[i] = Math.max(widest[i], before[i]);
      }
    }
    return widest;
  }

  private static double[] lowest(double[] values, int length) {
    double[] widest = values.clone();
    double[] before = new double[values.length];
    int shift;
    for (int width = 1; width < length && width < values.length; width += shift) {
      shift = Math.min(width, length - width);
      System.arraycopy(widest, 0, before, shift, values.length - shift);
      for (int i = shift; i < widest.length; i++) {
        widest[i] = Math.min(widest[i], before[i]);
      }
    }
    return widest;
  }

  private void turn() {
    double high = Double.NEGATIVE_INFINITY;
    double low = Double.POSITIVE_INFINITY;
    for (int i = length - 1; i >= 0; i--) {
      high = Math.max(high, highs[i]);
      low = Math.min(low, lows[i]);
      tailHigh[i] = high;
      tailLow[i] = low;
    }
    headHigh = Double.NEGATIVE_INFINITY;
    headLow = Double.POSITIVE_INFINITY;
    at = 0;
    full = true;
  }
}
