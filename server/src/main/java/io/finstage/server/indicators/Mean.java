package io.finstage.server.indicators;

import java.util.Arrays;

/**
 * Mean of the last n values; NaN passes by. With n = 1 it is the value itself.
 *
 * <p>Up to {@value #SHORT} values are added up anew each time, oldest first, which rounds least and
 * costs no more than keeping sums; longer means are of a {@link Window}, and so are all of
 * TALIB_0_4.
 */
final class Mean extends Filter {

  private static final int SHORT = 8;

  private final Window window;
  private final int length;
  private final boolean anew;

  /** The last n of a short mean: a ring, twice in a row, so that any n are in one piece. */
  private final double[] values;

  private int at;
  private boolean full;

  private Mean(Window window, boolean anew) {
    this.window = window;
    this.length = window.length();
    this.anew = anew;
    this.values = new double[anew ? 2 * length : 0];
  }

  private Mean(Mean other) {
    this.window = other.window.copy();
    this.length = other.length;
    this.anew = other.anew;
    this.values = other.values.clone();
    this.at = other.at;
    this.full = other.full;
  }

  static Mean of(int length, Profile profile) {
    return new Mean(Window.of(length, profile), length <= SHORT && profile != Profile.TALIB_0_4);
  }

  int length() {
    return length;
  }

  @Override
  public double next(double value) {
    if (Double.isNaN(value)) {
      return Double.NaN;
    }
    if (!anew) {
      return window.add(value) / length;
    }
    double mean = peek(value);
    values[at] = value;
    values[at + length] = value;
    at++;
    if (at == length) {
      at = 0;
      full = true;
    }
    return mean;
  }

  @Override
  public double peek(double value) {
    if (!anew) {
      return window.sumWith(value) / length;
    }
    if (!full && at < length - 1) {
      return Double.NaN;
    }
    double sum = 0;
    for (int i = at + 1; i < at + length; i++) {
      sum += values[i];
    }
    return (sum + value) / length;
  }

  @Override
  public void run(double[] in, double[] out) {
    for (int i = 0; i < in.length; i++) {
      out[i] = next(in[i]);
    }
  }

  /**
   * {@link #run} from a state that has seen nothing, where NaN is only before an index.
   *
   * @param out another array
   * @param scratch as long
   */
  void run(double[] in, int from, double[] out, double[] scratch) {
    if (!anew) {
      run(in, out);
      return;
    }
    int size = in.length;
    int first = Math.min(from + length - 1, size);
    Arrays.fill(out, 0, first, Double.NaN);
    for (int i = Math.max(from, size - length); i < size; i++) {
      next(in[i]);
    }
    if (first == size) {
      return;
    }
    Arrays.fill(out, first, size, 0);
    for (int back = length - 1; back >= 0; back--) {
      System.arraycopy(in, first - back, scratch, first, size - first);
      for (int i = first; i < size; i++) {
        out[i] += scratch[i];
      }
    }
    for (int i = first; i < size; i++) {
      out[i] /= length;
    }
  }

  @Override
  public Mean copy() {
    return new Mean(this);
  }
}
