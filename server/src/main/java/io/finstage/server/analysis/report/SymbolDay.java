package io.finstage.server.analysis.report;

import io.finstage.server.market.BarSeries;
import io.finstage.server.market.Symbol;

/**
 * A day of a symbol, in numbers.
 *
 * @param bars 1 or more
 * @param turnover price times volume, taking (high + low + close) / 3 as the price of a bar
 * @param closeBefore last close before the day; NaN where there is none
 */
record SymbolDay(
    Symbol symbol,
    int bars,
    double open,
    double high,
    double low,
    double close,
    double volume,
    double turnover,
    double closeBefore) {

  /** Of bars, one at least. */
  static SymbolDay of(Symbol symbol, BarSeries day, double closeBefore) {
    double high = Double.NEGATIVE_INFINITY;
    double low = Double.POSITIVE_INFINITY;
    double volume = 0;
    double turnover = 0;
    for (int i = 0; i < day.size(); i++) {
      high = Math.max(high, day.high()[i]);
      low = Math.min(low, day.low()[i]);
      volume += day.volume()[i];
      turnover += typical(day, i) * day.volume()[i];
    }
    return new SymbolDay(
        symbol,
        day.size(),
        day.open()[0],
        high,
        low,
        day.close()[day.size() - 1],
        volume,
        turnover,
        closeBefore);
  }

  static double typical(BarSeries bars, int i) {
    return (bars.high()[i] + bars.low()[i] + bars.close()[i]) / 3;
  }

  /** What the change is against: the last close before, or else the open. */
  double reference() {
    return Double.isNaN(closeBefore) ? open : closeBefore;
  }

  /** As a ratio. */
  double change() {
    return close / reference() - 1;
  }

  /** Average price, by volume; NaN without volume. */
  double vwap() {
    return volume > 0 ? turnover / volume : Double.NaN;
  }
}
