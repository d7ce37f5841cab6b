package io.finstage.server.market;

import java.util.Arrays;

/**
 * Bars of one symbol and interval as columns, oldest first: what arithmetic over many bars wants.
 *
 * <p>The arrays are shared, not copied, and must not be changed once a series is made of them. A
 * price or a volume may be NaN: a bar that is known to be missing.
 */
public final class BarSeries {

  private final long[] openAtMillis;
  private final double[] open;
  private final double[] high;
  private final double[] low;
  private final double[] close;
  private final double[] volume;

  /**
   * @param openAtMillis starts of the bars, milliseconds since 1970 UTC, rising
   * @throws IllegalArgumentException when they do not rise, or a column has another length
   */
  public BarSeries(
      long[] openAtMillis,
      double[] open,
      double[] high,
      double[] low,
      double[] close,
      double[] volume) {
    int size = openAtMillis.length;
    this.openAtMillis = openAtMillis;
    this.open = checked("open", open, size);
    this.high = checked("high", high, size);
    this.low = checked("low", low, size);
    this.close = checked("close", close, size);
    this.volume = checked("volume", volume, size);
    for (int i = 1; i < size; i++) {
      if (openAtMillis[i] <= openAtMillis[i - 1]) {
        throw new IllegalArgumentException(
            "open_time[" + i + "] must be later than that of the bar before");
      }
    }
  }

  public long[] openAtMillis() {
    return openAtMillis;
  }

  public double[] open() {
    return open;
  }

  public double[] high() {
    return high;
  }

  public double[] low() {
    return low;
  }

  public double[] close() {
    return close;
  }

  public double[] volume() {
    return volume;
  }

  /** Bars. */
  public int size() {
    return openAtMillis.length;
  }

  /** The bars from {@code from} on, without {@code to}. */
  public BarSeries slice(int from, int to) {
    return new BarSeries(
        Arrays.copyOfRange(openAtMillis, from, to),
        Arrays.copyOfRange(open, from, to),
        Arrays.copyOfRange(high, from, to),
        Arrays.copyOfRange(low, from, to),
        Arrays.copyOfRange(close, from, to),
        Arrays.copyOfRange(volume, from, to));
  }

  private static double[] checked(String name, double[] column, int size) {
    if (column.length != size) {
      throw new IllegalArgumentException(
          name + " has " + column.length + " values for " + size + " bars");
    }
    return column;
  }
}
