package io.finstage.server.analysis.report;

import io.finstage.server.market.BarSeries;
import java.util.ArrayList;
import java.util.List;

/**
 * Bars of a day in so few that each can be seen.
 *
 * @param widthMillis of one candle
 * @param list in order of time
 */
record Candles(long widthMillis, List<Candle> list) {

  private static final int COUNT_MAX = 130;
  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;

  private static final long[] WIDTHS = {
    SECOND,
    2 * SECOND,
    5 * SECOND,
    10 * SECOND,
    30 * SECOND,
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR
  };

  /**
   * One or several bars.
   *
   * @param vwap average price of the day until its end; NaN while there is no volume
   */
  record Candle(
      long openAtMillis,
      double open,
      double high,
      double low,
      double close,
      double volume,
      double vwap) {}

  /** Of bars of that width, one at least. */
  static Candles of(BarSeries bars, long barMillis) {
    long[] at = bars.openAtMillis();
    long span = at[at.length - 1] - at[0] + barMillis;
    long width = barMillis;
    for (long wider : WIDTHS) {
      if (width * COUNT_MAX < span && wider > width && wider % barMillis == 0) {
        width = wider;
      }
    }
    List<Candle> candles = new ArrayList<>();
    double turnover = 0;
    double volume = 0;
    int from = 0;
    while (from < at.length) {
      long start = Math.floorDiv(at[from], width) * width;
      int to = from;
      double before = volume;
      double high = Double.NEGATIVE_INFINITY;
      double low = Double.POSITIVE_INFINITY;
      while (to < at.length && at[to] < start + width) {
        high = Math.max(high, bars.high()[to]);
        low = Math.min(low, bars.low()[to]);
        volume += bars.volume()[to];
        turnover += SymbolDay.typical(bars, to) * bars.volume()[to];
        to++;
      }
      candles.add(
          new Candle(
              start,
              bars.open()[from],
              high,
              low,
              bars.close()[to - 1],
              volume - before,
              volume > 0 ? turnover / volume : Double.NaN));
      from = to;
    }
    return new Candles(width, candles);
  }

  long startMillis() {
    return list.getFirst().openAtMillis;
  }

  long endMillis() {
    return list.getLast().openAtMillis + widthMillis;
  }
}
