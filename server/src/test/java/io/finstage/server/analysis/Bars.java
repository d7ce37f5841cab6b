package io.finstage.server.analysis;

import io.finstage.server.analysis.AnalysisRequest.Columns;
import io.finstage.server.market.BarSeries;
import java.util.Random;

/** Bars for tests. */
final class Bars {

  static final long MINUTE = 60_000;

  private Bars() {}

  /** Minutes of a random walk near 100. */
  static BarSeries walk(int count, long seed) {
    Random random = new Random(seed);
    long[] at = new long[count];
    double[][] columns = new double[5][count];
    double price = 100;
    for (int i = 0; i < count; i++) {
      at[i] = i * MINUTE;
      double open = price;
      double close = Math.max(1, price + random.nextGaussian());
      columns[0][i] = open;
      columns[1][i] = Math.max(open, close) + random.nextDouble();
      columns[2][i] = Math.min(open, close) - random.nextDouble() / 2;
      columns[3][i] = close;
      columns[4][i] = random.nextInt(1000);
      price = close;
    }
    return new BarSeries(at, columns[0], columns[1], columns[2], columns[3], columns[4]);
  }

  /** Minutes in which nothing moves but from one close to the next. */
  static BarSeries closes(double... closes) {
    long[] at = new long[closes.length];
    for (int i = 0; i < at.length; i++) {
      at[i] = i * MINUTE;
    }
    return new BarSeries(at, closes, closes, closes, closes, new double[closes.length]);
  }

  static Columns columns(String symbol, BarSeries bars) {
    return new Columns(
        symbol,
        bars.openAtMillis(),
        bars.open(),
        bars.high(),
        bars.low(),
        bars.close(),
        bars.volume());
  }
}
