package io.finstage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseBarSeriesBuilder;
import org.ta4j.core.Indicator;
import org.ta4j.core.indicators.MACDIndicator;
import org.ta4j.core.indicators.RSIIndicator;
import org.ta4j.core.indicators.averages.EMAIndicator;
import org.ta4j.core.indicators.averages.SMAIndicator;
import org.ta4j.core.indicators.bollinger.BollingerBandsLowerIndicator;
import org.ta4j.core.indicators.bollinger.BollingerBandsMiddleIndicator;
import org.ta4j.core.indicators.bollinger.BollingerBandsUpperIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.indicators.statistics.StandardDeviationIndicator;
import org.ta4j.core.num.DoubleNumFactory;
import org.ta4j.core.num.Num;

/**
 * The five with ta4j, on its fast numbers, one symbol after the other on one thread. Every bar has
 * its value computed, as elsewhere; the series are there before.
 */
final class Ta4jLoop {

  private final List<BarSeries> series;

  private Ta4jLoop(List<BarSeries> series) {
    this.series = series;
  }

  /** The first {@code symbols} of a file of {@link StoredBars}. */
  static Ta4jLoop read(Path file, int symbols) throws IOException {
    Map<String, BarSeries> bySymbol = new HashMap<>();
    try (Stream<String> lines = Files.lines(file)) {
      lines
          .skip(1)
          .map(line -> line.split(",", -1))
          .filter(row -> Integer.parseInt(row[1].substring(1)) < symbols)
          .forEach(row -> add(bySymbol.computeIfAbsent(row[1], Ta4jLoop::empty), row));
    }
    return new Ta4jLoop(new ArrayList<>(bySymbol.values()));
  }

  AnalysisClient.Answer turn() {
    long before = System.nanoTime();
    double sum = 0;
    for (BarSeries bars : series) {
      sum += lastValues(bars);
    }
    return new AnalysisClient.Answer((System.nanoTime() - before) / 1e6, sum);
  }

  private static double lastValues(BarSeries bars) {
    ClosePriceIndicator close = new ClosePriceIndicator(bars);
    SMAIndicator sma = new SMAIndicator(close, 20);
    MACDIndicator macd = new MACDIndicator(close, 12, 26);
    EMAIndicator signal = new EMAIndicator(macd, 9);
    StandardDeviationIndicator deviation = new StandardDeviationIndicator(close, 20);
    BollingerBandsMiddleIndicator middle = new BollingerBandsMiddleIndicator(sma);
    List<Indicator<Num>> lines =
        List.of(
            sma,
            new EMAIndicator(close, 20),
            new RSIIndicator(close, 14),
            macd,
            signal,
            new BollingerBandsUpperIndicator(middle, deviation),
            middle,
            new BollingerBandsLowerIndicator(middle, deviation));
    double sum = 0;
    int last = bars.getEndIndex();
    for (Indicator<Num> line : lines) {
      double value = 0;
      for (int i = 0; i <= last; i++) {
        value = line.getValue(i).doubleValue();
      }
      sum += value;
    }
    // The histogram, which is no more than a difference.
    return sum + macd.getValue(last).minus(signal.getValue(last)).doubleValue();
  }

  private static BarSeries empty(String symbol) {
    return new BaseBarSeriesBuilder()
        .withName(symbol)
        .withNumFactory(DoubleNumFactory.getInstance())
        .build();
  }

  private static void add(BarSeries bars, String[] row) {
    bars.barBuilder()
        .timePeriod(Duration.ofDays(1))
        .endTime(Instant.ofEpochMilli(Long.parseLong(row[0])).plus(Duration.ofDays(1)))
        .openPrice(row[2])
        .highPrice(row[3])
        .lowPrice(row[4])
        .closePrice(row[5])
        .volume(row[6])
        .add();
  }
}
