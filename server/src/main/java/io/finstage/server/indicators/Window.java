package io.finstage.server.indicators;

/**
 * Sum of the last n values; NaN before there are n. Not thread-safe.
 *
 * <p><b>Blocks:</b> the window is the end of one block of n values and the beginning of the next.
 *
 * <pre>
 *   block before  [ . . . a b c ]     tails: a+b+c, b+c, c, made when that block was full
 *   this block            [ d e . . . . ]   head: d+e
 *   window            a b c d e             tail + head
 * </pre>
 *
 * No rounding lives longer than 2n values, and a spike leaves nothing behind.
 *
 * <p><b>Running:</b> the newest is added and the oldest taken off, as TA-Lib 0.4 does, which
 * drifts.
 */
final class Window {

  private final boolean blocks;
  private final double[] values;

  /** Of the block before: sums from an index to the end; one more, which is 0. */
  private final double[] tails;

  private double head;
  private int at;
  private boolean full;

  private Window(boolean blocks, int length) {
    this.blocks = blocks;
    this.values = new double[length];
    this.tails = new double[blocks ? length + 1 : 0];
  }

  private Window(Window other) {
    this.blocks = other.blocks;
    this.values = other.values.clone();
    this.tails = other.tails.clone();
    this.head = other.head;
    this.at = other.at;
    this.full = other.full;
  }

  static Window blocks(int length) {
    return new Window(true, length);
  }

  static Window running(int length) {
    return new Window(false, length);
  }

  /** TA-Lib's way for its profile, blocks for the others. */
  static Window of(int length, Profile profile) {
    return new Window(profile != Profile.TALIB_0_4, length);
  }

  int length() {
    return values.length;
  }

  /** Whether it has seen nothing yet. */
  boolean isNew() {
    return at == 0 && !full;
  }

  /** Takes a value in; returns the sum of the last n, itself included. */
  double add(double value) {
    return blocks ? addToBlock(value) : addToRun(value);
  }

  /**
   * Means of the last n for each value of a column: {@link #add} by n, from a state that has seen
   * nothing.
   *
   * @param in without NaN
   * @param out another array
   */
  void means(double[] in, double[] out) {
    int length = values.length;
    int first = Math.min(length - 1, in.length);
    for (int i = 0; i < first; i++) {
      add(in[i]);
      out[i] = Double.NaN;
    }
    if (first == in.length) {
      return;
    }
    if (blocks) {
      out[first] = add(in[first]) / length;
      meansOfBlocks(in, first + 1, out);
    } else {
      meansOfRun(in, out);
    }
  }

  private void meansOfBlocks(double[] in, int from, double[] out) {
    int length = values.length;
    int i = from;
    for (; i <= in.length - length; i += length) {
      double sum = 0;
      for (int j = 0; j < length; j++) {
        sum += in[i + j];
        out[i + j] = (tails[j + 1] + sum) / length;
      }
      double tail = 0;
      for (int j = length - 1; j >= 0; j--) {
        tail += in[i + j];
        tails[j] = tail;
      }
    }
    for (; i < in.length; i++) {
      out[i] = add(in[i]) / length;
    }
  }

  private void meansOfRun(double[] in, double[] out) {
    int length = values.length;
    double sum = head;
    for (int i = length - 1; i < in.length; i++) {
      sum += in[i];
      out[i] = sum / length;
      sum -= in[i - length + 1];
    }
    for (int i = in.length - length; i < in.length; i++) {
      values[i % length] = in[i];
    }
    head = sum;
    at = in.length % length;
    full = true;
  }

  /** What {@link #add} would return. */
  double sumWith(double value) {
    if (!full && at < values.length - 1) {
      return Double.NaN;
    }
    double sum = head + value;
    return blocks && full ? tails[at + 1] + sum : sum;
  }

  Window copy() {
    return new Window(this);
  }

  private double addToBlock(double value) {
    head += value;
    values[at] = value;
    double sum = full ? tails[at + 1] + head : at == values.length - 1 ? head : Double.NaN;
    if (++at == values.length) {
      double tail = 0;
      for (int i = values.length - 1; i >= 0; i--) {
        tail += values[i];
        tails[i] = tail;
      }
      head = 0;
      at = 0;
      full = true;
    }
    return sum;
  }

  /** Here {@code head} is the sum of the last n - 1. */
  private double addToRun(double value) {
    double sum = head + value;
    values[at] = value;
    double oldest = values[at + 1 == values.length ? 0 : at + 1];
    boolean enough = full || at == values.length - 1;
    head = enough ? sum - oldest : sum;
    at++;
    if (at == values.length) {
      at = 0;
      full = true;
    }
    return enough ? sum : Double.NaN;
  }
}
