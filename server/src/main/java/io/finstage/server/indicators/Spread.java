package io.finstage.server.indicators;

import java.util.Arrays;

/**
 * Population variance of the last n values; NaN before there are n. Not thread-safe.
 *
 * <p>ACCURATE, as {@link Window}: the window is the end of one block of n values and the beginning
 * of the next. Each part is summed as distances d from an anchor, a value of that part which is in
 * every window that uses it; then the parts are joined:
 *
 * <pre>
 *   mean = anchor + sum d / k                   M = sum d^2 - (sum d)^2 / k        of k values
 *   variance = (M1 + M2 + (mean1 - mean2)^2 k1 k2 / n) / n
 * </pre>
 *
 * <p>That is exact to about 1e-13 of itself at any price, and a spike is forgotten as soon as it
 * has left (Chan, Golub and LeVeque 1979). TALIB_0_4 is {@code E[x^2] - E[x]^2} from two running
 * sums, as TA-Lib's VAR: at prices of 1e-8 nothing of it is right.
 */
final class Spread {

  private final boolean talib;
  private final int length;
  private final double[] values;

  /** Per place in a block, made once, since a division takes long: 1 / k1, and k1 k2 / n. */
  private final double[] inverse;

  private final double[] weight;

  /** Of the block before, from an index to its end: mean less anchor, and squares about it. */
  private final double[] tailMean;

  private final double[] tailSquares;
  private double tailAnchor;
  private double headAnchor;

  /** Of this block; or TA-Lib's running sums. */
  private double sum;

  private double squares;
  private int at;
  private boolean full;

  Spread(int length, Profile profile) {
    this.talib = profile == Profile.TALIB_0_4;
    this.length = length;
    this.values = new double[length];
    int places = talib ? 0 : length;
    this.inverse = new double[places];
    this.weight = new double[places];
    for (int i = 0; i < places; i++) {
      inverse[i] = 1.0 / (i + 1);
      weight[i] = (i + 1.0) * (length - 1 - i) / length;
    }
    this.tailMean = new double[places + 1];
    this.tailSquares = new double[places + 1];
  }

  private Spread(Spread other) {
    this.talib = other.talib;
    this.length = other.length;
    this.values = other.values.clone();
    this.inverse = other.inverse;
    this.weight = other.weight;
    this.tailMean = other.tailMean.clone();
    this.tailSquares = other.tailSquares.clone();
    this.tailAnchor = other.tailAnchor;
    this.headAnchor = other.headAnchor;
    this.sum = other.sum;
    this.squares = other.squares;
    this.at = other.at;
    this.full = other.full;
  }

  /** Takes a value in; returns the variance of the last n, itself included. */
  double add(double value) {
    return talib ? addToRun(value) : addToBlock(value);
  }

  /** What {@link #add} would return. */
  double with(double value) {
    if (!full && at < length - 1) {
      return Double.NaN;
    }
    if (talib) {
      return difference(sum + value, squares + value * value);
    }
    double first = at == 0 ? value : headAnchor;
    double d = value - first;
    return at == 0 ? join(first, at, d, d * d) : join(first, at, sum + d, Math.fma(d, d, squares));
  }

  /**
   * {@link #add} for each value of a column, from a state that has seen nothing.
   *
   * @param in without NaN
   * @param out another array
   */
  void run(double[] in, double[] out) {
    if (talib) {
      runTalib(in, out);
      return;
    }
    for (int from = 0; from < in.length; from += length) {
      int count = Math.min(length, in.length - from);
      double anchor = in[from];
      double total = 0;
      double squared = 0;
      for (int i = 0; i < count; i++) {
        double value = in[from + i];
        double d = value - anchor;
        total += d;
        squared = Math.fma(d, d, squared);
        values[i] = value;
        out[from + i] = join(anchor, i, total, squared);
      }
      headAnchor = anchor;
      sum = total;
      squares = squared;
      at = count;
      if (count == length) {
        turn();
      }
    }
    Arrays.fill(out, 0, Math.min(length - 1, out.length), Double.NaN);
  }

  int length() {
    return length;
  }

  Spread copy() {
    return new Spread(this);
  }

  private double addToBlock(double value) {
    if (at == 0) {
      headAnchor = value;
      sum = 0;
      squares = 0;
    }
    double d = value - headAnchor;
    sum += d;
    squares = Math.fma(d, d, squares);
    values[at] = value;
    double variance = full || at == length - 1 ? join(headAnchor, at, sum, squares) : Double.NaN;
    at++;
    if (at == length) {
      turn();
    }
    return variance;
  }

  /** Variance of the end of the block before and this block's beginning, up to a place. */
  private double join(double anchor, int place, double newSum, double newSquares) {
    double mean = newSum * inverse[place];
    double about = Math.fma(-newSum, mean, newSquares);
    double distance = (tailAnchor - anchor) + (tailMean[place + 1] - mean);
    double all = Math.fma(distance * distance, weight[place], about + tailSquares[place + 1]);
    return positive(all * inverse[length - 1]);
  }

  private void turn() {
    tailAnchor = values[length - 1];
    double plain = 0;
    double squared = 0;
    for (int i = length - 1; i >= 0; i--) {
      double d = values[i] - tailAnchor;
      plain += d;
      squared = Math.fma(d, d, squared);
      double mean = plain * inverse[length - 1 - i];
      tailMean[i] = mean;
      tailSquares[i] = Math.fma(-plain, mean, squared);
    }
    at = 0;
    full = true;
  }

  private double addToRun(double value) {
    double newSum = sum + value;
    double newSquares = squares + value * value;
    values[at] = value;
    double oldest = values[at + 1 == length ? 0 : at + 1];
    boolean enough = full || at == length - 1;
    sum = enough ? newSum - oldest : newSum;
    squares = enough ? newSquares - oldest * oldest : newSquares;
    at++;
    if (at == length) {
      at = 0;
      full = true;
    }
    return enough ? difference(newSum, newSquares) : Double.NaN;
  }

  private void runTalib(double[] in, double[] out) {
    double total = 0;
    double squared = 0;
    int first = Math.min(length - 1, in.length);
    for (int i = 0; i < first; i++) {
      total += in[i];
      squared += in[i] * in[i];
      out[i] = Double.NaN;
    }
    for (int i = first; i < in.length; i++) {
      double value = in[i];
      total += value;
      squared += value * value;
      out[i] = difference(total, squared);
      double oldest = in[i - first];
      total -= oldest;
      squared -= oldest * oldest;
    }
    for (int i = Math.max(0, in.length - length); i < in.length; i++) {
      values[i % length] = in[i];
    }
    sum = total;
    squares = squared;
    at = in.length % length;
    full = in.length >= length;
  }

  private double difference(double total, double totalSquares) {
    double mean = total / length;
    return totalSquares / length - mean * mean;
  }

  private static double positive(double variance) {
    return variance > 0 ? variance : 0;
  }
}
