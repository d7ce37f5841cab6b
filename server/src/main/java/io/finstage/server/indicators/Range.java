package io.finstage.server.indicators;

import java.util.Arrays;

/**
 * Highest high and lowest low of the last n bars; NaN before there are n. Not thread-safe. How long
 * ago they were is told by {@link Extremes}.
 *
 * <p>As {@link Window} does with sums: the window is the end of one block of n bars and the
 * beginning of the next. When a block is full, its extremes from each position to its end are made;
 * those of the next are kept up as it grows (van Herk 1992; Gil and Werman 1993). That is about
 * three comparisons a bar, whatever n is.
 *
 * <p>Prices are compared as whole numbers of the same order, which takes a processor one step where
 * the maximum of two doubles takes many: their bits, upside down below 0.
 */
final class Range {

  private final int length;
  private final long[] highs;
  private final long[] lows;

  /** Of the block before, from an index to the end; one more, which loses always. */
  private final long[] tailHigh;

  private final long[] tailLow;
  private long headHigh = Long.MIN_VALUE;
  private long headLow = Long.MAX_VALUE;
  private int at;
  private boolean full;
  private double highest = Double.NaN;
  private double lowest = Double.NaN;

  Range(int length) {
    this.length = length;
    this.highs = new long[length];
    this.lows = new long[length];
    this.tailHigh = new long[length + 1];
    this.tailLow = new long[length + 1];
    Arrays.fill(tailHigh, Long.MIN_VALUE);
    Arrays.fill(tailLow, Long.MAX_VALUE);
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
    long h = order(high);
    long l = order(low);
    highs[now] = h;
    lows[now] = l;
    headHigh = Math.max(headHigh, h);
    headLow = Math.min(headLow, l);
    at = now + 1;
    if (full || at == length) {
      highest = value(Math.max(headHigh, tailHigh[at]));
      lowest = value(Math.min(headLow, tailLow[at]));
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
    return full || at == length - 1
        ? value(Math.max(Math.max(headHigh, order(high)), tailHigh[at + 1]))
        : Double.NaN;
  }

  /** What {@link #lowest} would be after a bar with this low. */
  double lowestWith(double low) {
    return full || at == length - 1
        ? value(Math.min(Math.min(headLow, order(low)), tailLow[at + 1]))
        : Double.NaN;
  }

  /**
   * Takes a whole series in, from a state that has seen nothing. Here doubling the window is faster
   * still: the maximum of 2 bars gives that of 4, that of 4 gives that of 8, and two of 8 that
   * overlap give that of 14.
   *
   * @param highest receives the highest highs of n bars up to each; without meaning before there
   *     are n
   * @param lowest receives the lowest lows, likewise; another array
   * @param scratch as long as the series
   */
  void run(double[] high, double[] low, double[] highest, double[] lowest, double[] scratch) {
    int size = high.length;
    System.arraycopy(high, 0, highest, 0, size);
    System.arraycopy(low, 0, lowest, 0, size);
    int shift;
    for (int width = 1; width < length && width < size; width += shift) {
      shift = Math.min(width, length - width);
      // Copied out of step first: so the loops have one index and go through vector registers.
      System.arraycopy(highest, 0, scratch, shift, size - shift);
      keepGreater(highest, scratch, shift, size);
      System.arraycopy(lowest, 0, scratch, shift, size - shift);
      keepLess(lowest, scratch, shift, size);
    }
    // What was longer ago than two windows cannot be told any more.
    for (int i = Math.max(0, size / length - 1) * length; i < size; i++) {
      add(high[i], low[i]);
    }
  }

  Range copy() {
    return new Range(this);
  }

  private static void keepGreater(double[] values, double[] others, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = Math.max(values[i], others[i]);
    }
  }

  private static void keepLess(double[] values, double[] others, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = Math.min(values[i], others[i]);
    }
  }

  private void turn() {
    long high = Long.MIN_VALUE;
    long low = Long.MAX_VALUE;
    for (int i = length - 1; i >= 0; i--) {
      high = Math.max(high, highs[i]);
      low = Math.min(low, lows[i]);
      tailHigh[i] = high;
      tailLow[i] = low;
    }
    headHigh = Long.MIN_VALUE;
    headLow = Long.MAX_VALUE;
    at = 0;
    full = true;
  }

  /** A whole number that is ordered as the value is. */
  private static long order(double value) {
    long bits = Double.doubleToRawLongBits(value);
    return bits ^ (bits >> 63 & Long.MAX_VALUE);
  }

  private static double value(long order) {
    return Double.longBitsToDouble(order ^ (order >> 63 & Long.MAX_VALUE));
  }
}
