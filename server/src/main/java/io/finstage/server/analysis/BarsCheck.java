package io.finstage.server.analysis;

import io.finstage.server.analysis.AnalysisRequest.Columns;
import io.finstage.server.market.BarSeries;
import io.finstage.server.market.Symbol;
import java.util.Optional;

/**
 * Whether bars that a caller sent can be computed with. The first thing that is wrong is named by
 * its place.
 */
final class BarsCheck {

  private final Columns bars;
  private final String field;

  /**
   * @param field of the bars, as in {@code bars[3]}
   */
  BarsCheck(Columns bars, String field) {
    this.bars = bars;
    this.field = field;
  }

  /** What is wrong; empty when {@link #series} may follow. */
  Optional<Fault> fault() {
    if (!Symbol.isValid(bars.symbol())) {
      return wrong("INVALID_SYMBOL", "symbol", "is not the form of a symbol");
    }
    if (bars.openAtMillis().length == 0) {
      return wrong("NO_BARS", "open_time_ms", "must hold at least one bar");
    }
    return lengths().or(this::rows);
  }

  BarSeries series() {
    return new BarSeries(
        bars.openAtMillis(), bars.open(), bars.high(), bars.low(), bars.close(), bars.volume());
  }

  private Optional<Fault> lengths() {
    return length("open", bars.open())
        .or(() -> length("high", bars.high()))
        .or(() -> length("low", bars.low()))
        .or(() -> length("close", bars.close()))
        .or(() -> length("volume", bars.volume()));
  }

  private Optional<Fault> length(String name, double[] column) {
    int bars = this.bars.openAtMillis().length;
    return column.length == bars
        ? Optional.empty()
        : wrong(
            "COLUMN_LENGTH",
            name,
            "must have one value per open_time_ms: " + bars + ", not " + column.length);
  }

  private Optional<Fault> rows() {
    for (int i = 0; i < bars.openAtMillis().length; i++) {
      if (i > 0 && bars.openAtMillis()[i] <= bars.openAtMillis()[i - 1]) {
        return wrong(
            bars.openAtMillis()[i] == bars.openAtMillis()[i - 1]
                ? "DUPLICATE_BAR"
                : "UNSORTED_BARS",
            "open_time_ms[" + i + "]",
            "must be later than that of the bar before");
      }
      if (!isFine(i)) {
        return row(i);
      }
    }
    return Optional.empty();
  }

  /** The one look that nearly every bar gets: false for every comparison with NaN. */
  private boolean isFine(int i) {
    double high = bars.high()[i];
    double low = bars.low()[i];
    double open = bars.open()[i];
    double close = bars.close()[i];
    double volume = bars.volume()[i];
    return low > 0
        && low <= open
        && low <= close
        && open <= high
        && close <= high
        && high < Double.POSITIVE_INFINITY
        && volume >= 0
        && volume < Double.POSITIVE_INFINITY;
  }

  private Optional<Fault> row(int i) {
    double open = bars.open()[i];
    double high = bars.high()[i];
    double low = bars.low()[i];
    double close = bars.close()[i];
    if (Double.isNaN(open) && Double.isNaN(high) && Double.isNaN(low) && Double.isNaN(close)) {
      return volume(i);
    }
    return price("open", i, open)
        .or(() -> price("high", i, high))
        .or(() -> price("low", i, low))
        .or(() -> price("close", i, close))
        .or(() -> order(i))
        .or(() -> volume(i));
  }

  private Optional<Fault> price(String name, int i, double price) {
    if (Double.isNaN(price)) {
      return wrong(
          "PRICE_MISSING",
          name + "[" + i + "]",
          "must be a number where another price of the bar is one");
    }
    return price > 0 && price < Double.POSITIVE_INFINITY
        ? Optional.empty()
        : wrong("INVALID_PRICE", name + "[" + i + "]", "must be above 0 and finite, not " + price);
  }

  private Optional<Fault> order(int i) {
    double high = bars.high()[i];
    double low = bars.low()[i];
    if (high < low || high < bars.open()[i] || high < bars.close()[i]) {
      return wrong(
          "HIGH_TOO_LOW",
          "high[" + i + "]",
          "must not be below another price of the bar, but is " + high);
    }
    return low > bars.open()[i] || low > bars.close()[i]
        ? wrong(
            "LOW_TOO_HIGH",
            "low[" + i + "]",
            "must not be above another price of the bar, but is " + low)
        : Optional.empty();
  }

  private Optional<Fault> volume(int i) {
    double volume = bars.volume()[i];
    return Double.isNaN(volume) || (volume >= 0 && volume < Double.POSITIVE_INFINITY)
        ? Optional.empty()
        : wrong(
            "INVALID_VOLUME", "volume[" + i + "]", "must be 0 or more and finite, not " + volume);
  }

  private Optional<Fault> wrong(String reason, String name, String description) {
    return Optional.of(Fault.invalid(reason, field + "." + name, description));
  }
}
