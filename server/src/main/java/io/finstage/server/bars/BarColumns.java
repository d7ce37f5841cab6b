package io.finstage.server.bars;

import io.finstage.server.market.Bar;
import io.finstage.server.market.BarSeries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bars as columns that grow, by time. Not thread-safe. */
final class BarColumns {

  private static final int SIZE_MIN = 16;

  private long[] openAt = new long[SIZE_MIN];
  private double[] open = new double[SIZE_MIN];
  private double[] high = new double[SIZE_MIN];
  private double[] low = new double[SIZE_MIN];
  private double[] close = new double[SIZE_MIN];
  private double[] volume = new double[SIZE_MIN];
  private long[] trades = new long[SIZE_MIN];
  private int size;

  int size() {
    return size;
  }

  long openAt(int i) {
    return openAt[i];
  }

  long trades(int i) {
    return trades[i];
  }

  /** Index of the first bar at {@code atMillis} or later; the size when there is none. */
  int indexOf(long atMillis) {
    if (size == 0 || openAt[size - 1] < atMillis) {
      return size;
    }
    int found = Arrays.binarySearch(openAt, 0, size, atMillis);
    return found >= 0 ? found : -found - 1;
  }

  /** Puts a bar behind the last one. */
  void add(long at, double o, double h, double l, double c, double v, long n) {
    if (size == openAt.length) {
      grow(size * 2);
    }
    set(size, at, o, h, l, c, v, n);
    size++;
  }

  /** Becomes what {@code other} is, which must not be used any more. */
  void takeAll(BarColumns other) {
    openAt = other.openAt;
    open = other.open;
    high = other.high;
    low = other.low;
    close = other.close;
    volume = other.volume;
    trades = other.trades;
    size = other.size;
  }

  void insert(int i, Bar bar) {
    insert(
        i,
        bar.openAt().toEpochMilli(),
        bar.open(),
        bar.high(),
        bar.low(),
        bar.close(),
        bar.volume(),
        bar.trades());
  }

  void set(int i, Bar bar) {
    set(
        i,
        bar.openAt().toEpochMilli(),
        bar.open(),
        bar.high(),
        bar.low(),
        bar.close(),
        bar.volume(),
        bar.trades());
  }

  /** The bar at {@code i}. */
  Bar bar(int i) {
    return new Bar(
        Instant.ofEpochMilli(openAt[i]), open[i], high[i], low[i], close[i], volume[i], trades[i]);
  }

  List<Bar> bars() {
    List<Bar> bars = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      bars.add(bar(i));
    }
    return bars;
  }

  /** The bars from {@code from} on, without {@code to}, in arrays of their own. */
  BarSeries series(int from, int to) {
    return new BarSeries(
        Arrays.copyOfRange(openAt, from, to),
        Arrays.copyOfRange(open, from, to),
        Arrays.copyOfRange(high, from, to),
        Arrays.copyOfRange(low, from, to),
        Arrays.copyOfRange(close, from, to),
        Arrays.copyOfRange(volume, from, to));
  }

  /** Newest first becomes oldest first, or the other way round; returns itself. */
  BarColumns reverse() {
    for (int i = 0, j = size - 1; i < j; i++, j--) {
      long at = openAt[i];
      double o = open[i];
      double h = high[i];
      double l = low[i];
      double c = close[i];
      double v = volume[i];
      long n = trades[i];
      set(i, openAt[j], open[j], high[j], low[j], close[j], volume[j], trades[j]);
      set(j, at, o, h, l, c, v, n);
    }
    return this;
  }

  /** Drops the oldest, so that {@code count} remain. */
  void keepLast(int count) {
    int from = Math.max(0, size - count);
    if (from > 0) {
      shift(from, 0, size - from);
      size -= from;
    }
  }

  private void insert(int i, long at, double o, double h, double l, double c, double v, long n) {
    if (size == openAt.length) {
      grow(size * 2);
    }
    shift(i, i + 1, size - i);
    size++;
    set(i, at, o, h, l, c, v, n);
  }

  private void set(int i, long at, double o, double h, double l, double c, double v, long n) {
    openAt[i] = at;
    open[i] = o;
    high[i] = h;
    low[i] = l;
    close[i] = c;
    volume[i] = v;
    trades[i] = n;
  }

  private void shift(int from, int to, int count) {
    System.arraycopy(openAt, from, openAt, to, count);
    System.arraycopy(open, from, open, to, count);
    System.arraycopy(high, from, high, to, count);
    System.arraycopy(low, from, low, to, count);
    System.arraycopy(close, from, close, to, count);
    System.arraycopy(volume, from, volume, to, count);
    System.arraycopy(trades, from, trades, to, count);
  }

  private void grow(int length) {
    openAt = Arrays.copyOf(openAt, length);
    open = Arrays.copyOf(open, length);
    high = Arrays.copyOf(high, length);
    low = Arrays.copyOf(low, length);
    close = Arrays.copyOf(close, length);
    volume = Arrays.copyOf(volume, length);
    trades = Arrays.copyOf(trades, length);
  }
}
