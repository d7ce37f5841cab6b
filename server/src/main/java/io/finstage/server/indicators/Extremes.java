package io.finstage.server.indicators;

/**
 * How long ago the highest high and the lowest low of the last n bars were. Not thread-safe. What
 * they were is told by {@link Range}, at half the cost.
 *
 * <p>As {@link Window} does with sums: the window is the end of one block of n bars and the
 * beginning of the next. When a block is full, its extremes from each position to its end are made;
 * those of the next are kept up as it grows. That is about three comparisons a bar, whatever n is.
 *
 * <p>Of equal extremes the latest counts, as in TA-Lib's AROON.
 */
final class Extremes {

  private final int length;
  private final double[] highs;
  private final double[] lows;

  /** Of the block before, from an index to the end, and where; one more, which loses always. */
  private final double[] tailHigh;

  private final double[] tailLow;
  private final int[] tailHighAt;
  private final int[] tailLowAt;

  private double headHigh = Double.NEGATIVE_INFINITY;
  private double headLow = Double.POSITIVE_INFINITY;
  private int headHighAt;
  private int headLowAt;

  /** Of the block that is growing; equal to the length only for a moment. */
  private int at;

  private boolean full;
  private int sinceHighest;
  private int sinceLowest;

  Extremes(int length) {
    this.length = length;
    this.highs = new double[length];
    this.lows = new double[length];
    this.tailHigh = new double[length + 1];
    this.tailLow = new double[length + 1];
    this.tailHighAt = new int[length + 1];
    this.tailLowAt = new int[length + 1];
    tailHigh[length] = Double.NEGATIVE_INFINITY;
    tailLow[length] = Double.POSITIVE_INFINITY;
  }

  private Extremes(Extremes other) {
    this.length = other.length;
    this.highs = other.highs.clone();
    this.lows = other.lows.clone();
    this.tailHigh = other.tailHigh.clone();
    this.tailLow = other.tailLow.clone();
    this.tailHighAt = other.tailHighAt.clone();
    this.tailLowAt = other.tailLowAt.clone();
    this.headHigh = other.headHigh;
    this.headLow = other.headLow;
    this.headHighAt = other.headHighAt;
    this.headLowAt = other.headLowAt;
    this.at = other.at;
    this.full = other.full;
    this.sinceHighest = other.sinceHighest;
    this.sinceLowest = other.sinceLowest;
  }

  /** Takes a bar in. For the extremes of one column give its value twice. */
  void add(double high, double low) {
    int now = at;
    highs[now] = high;
    lows[now] = low;
    if (high >= headHigh) {
      headHigh = high;
      headHighAt = now;
    }
    if (low <= headLow) {
      headLow = low;
      headLowAt = now;
    }
    if (full) {
      double before = tailHigh[now + 1];
      boolean inHead = headHigh >= before;
      sinceHighest = inHead ? now - headHighAt : now + length - tailHighAt[now + 1];
      before = tailLow[now + 1];
      inHead = headLow <= before;
      sinceLowest = inHead ? now - headLowAt : now + length - tailLowAt[now + 1];
    } else if (now == length - 1) {
      sinceHighest = now - headHighAt;
      sinceLowest = now - headLowAt;
    }
    at = now + 1;
    if (at == length) {
      turn();
    }
  }

  /** Bars since the highest high, 0 for the newest bar; without meaning before there are n. */
  int sinceHighest() {
    return sinceHighest;
  }

  /** Bars since the lowest low, 0 for the newest bar; without meaning before there are n. */
  int sinceLowest() {
    return sinceLowest;
  }

  /** What {@link #sinceHighest} would be after a bar with this high. */
  int sinceHighestWith(double high) {
    if (high >= highBefore()) {
      return 0;
    }
    boolean inHead = !full || headHigh >= tailHigh[at + 1];
    return inHead ? at - headHighAt : at + length - tailHighAt[at + 1];
  }

  /** What {@link #sinceLowest} would be after a bar with this low. */
  int sinceLowestWith(double low) {
    if (low <= lowBefore()) {
      return 0;
    }
    boolean inHead = !full || headLow <= tailLow[at + 1];
    return inHead ? at - headLowAt : at + length - tailLowAt[at + 1];
  }

  Extremes copy() {
    return new Extremes(this);
  }

  /** Highest of the last n - 1 bars. */
  private double highBefore() {
    return full && tailHigh[at + 1] > headHigh ? tailHigh[at + 1] : headHigh;
  }

  /** Lowest of the last n - 1 bars. */
  private double lowBefore() {
    return full && tailLow[at + 1] < headLow ? tailLow[at + 1] : headLow;
  }

  /** The block that grew becomes the block before. */
  private void turn() {
    double high = Double.NEGATIVE_INFINITY;
    double low = Double.POSITIVE_INFINITY;
    int highAt = 0;
    int lowAt = 0;
    for (int i = length - 1; i >= 0; i--) {
      if (highs[i] > high) {
        high = highs[i];
        highAt = i;
      }
      if (lows[i] < low) {
        low = lows[i];
        lowAt = i;
      }
      tailHigh[i] = high;
      tailLow[i] = low;
      tailHighAt[i] = highAt;
      tailLowAt[i] = lowAt;
    }
    headHigh = Double.NEGATIVE_INFINITY;
    headLow = Double.POSITIVE_INFINITY;
    at = 0;
    full = true;
  }
}
