package io.finstage.client;

import java.util.List;

/**
 * Bars of the caller's own, to be analyzed without being stored. The server judges the values:
 * times must rise, prices be above 0, low and high enclose the others; a bar that is missing is NaN
 * in every column. Immutable.
 */
public final class Bars {

  private final String symbol;
  private final long[] openTimeMillis;
  private final double[] open;
  private final double[] high;
  private final double[] low;
  private final double[] close;
  private final double[] volume;

  private Bars(String symbol, long[] openTimeMillis, double[]... columns) {
    for (double[] column : columns) {
      if (column.length != openTimeMillis.length) {
        throw new IllegalArgumentException(
            symbol + ": " + openTimeMillis.length + " times, but a column of " + column.length);
      }
    }
    this.symbol = symbol;
    this.openTimeMillis = openTimeMillis.clone();
    this.open = columns[0].clone();
    this.high = columns[1].clone();
    this.low = columns[2].clone();
    this.close = columns[3].clone();
    this.volume = columns[4].clone();
  }

  /** These bars, oldest first. */
  public static Bars of(String symbol, List<Bar> bars) {
    return new Bars(
        symbol,
        bars.stream().mapToLong(bar -> bar.openTime().toEpochMilli()).toArray(),
        bars.stream().mapToDouble(Bar::open).toArray(),
        bars.stream().mapToDouble(Bar::high).toArray(),
        bars.stream().mapToDouble(Bar::low).toArray(),
        bars.stream().mapToDouble(Bar::close).toArray(),
        bars.stream().mapToDouble(Bar::volume).toArray());
  }

  /**
   * Bars as columns of equal length, oldest first; the arrays are copied.
   *
   * @param openTimeMillis starts of the bars, milliseconds since 1970 UTC
   */
  public static Bars of(
      String symbol,
      long[] openTimeMillis,
      double[] open,
      double[] high,
      double[] low,
      double[] close,
      double[] volume) {
    return new Bars(symbol, openTimeMillis, open, high, low, close, volume);
  }

  public String symbol() {
    return symbol;
  }

  /** How many. */
  public int size() {
    return openTimeMillis.length;
  }

  // Columns for the wire, not to be changed.

  long[] openTimeMillis() {
    return openTimeMillis;
  }

  double[] open() {
    return open;
  }

  double[] high() {
    return high;
  }

  double[] low() {
    return low;
  }

  double[] close() {
    return close;
  }

  double[] volume() {
    return volume;
  }
}
