package io.finstage.server.bars;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.market.Bar;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Trade;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The bars of a real trading day beside bars computed here, in the plainest way there is. */
class RealDayBarsTest {

  private static final int FLUSH_EVERY = 97;

  /** open, high, low, close, volume, trades: by symbol and start. */
  private final Map<String, double[]> expected = new HashMap<>();

  private final Map<String, double[]> built = new HashMap<>();

  private static String key(String symbol, long openMillis) {
    return symbol + " " + openMillis;
  }

  @Test
  void everyBarOfTheDayIsTheOneThatItsTradesMake() throws Exception {
    List<String> rows = rows();
    for (Interval interval : Interval.values()) {
      expected.clear();
      built.clear();
      rows.forEach(row -> count(row.split(",", -1), interval.millis()));
      build(rows, interval);

      assertThat(built.keySet()).isEqualTo(expected.keySet());
      expected.forEach((key, bar) -> assertThat(built.get(key)).as(key).isEqualTo(bar));
    }
  }

  private static List<String> rows() throws Exception {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Files.newInputStream(SampleData.file("trades-2013-10-07.csv.gz"))),
                StandardCharsets.UTF_8))) {
      return reader.lines().skip(1).toList();
    }
  }

  private void count(String[] row, long width) {
    long openMillis = Long.parseLong(row[0]) / width * width;
    double price = Double.parseDouble(row[2]);
    double size = Double.parseDouble(row[3]);
    double[] bar = expected.get(key(row[1], openMillis));
    if (bar == null) {
      expected.put(key(row[1], openMillis), new double[] {price, price, price, price, size, 1});
    } else {
      bar[1] = price > bar[1] ? price : bar[1];
      bar[2] = price < bar[2] ? price : bar[2];
      bar[3] = price;
      bar[4] += size;
      bar[5]++;
    }
  }

  /** All intervals are built; what is told of one of them is kept. */
  private void build(List<String> rows, Interval kept) {
    BarBuilder builder =
        new BarBuilder(EnumSet.allOf(Interval.class), Session.UTC, Duration.ofSeconds(5), 10);
    int taken = 0;
    for (String text : rows) {
      String[] row = text.split(",", -1);
      Instant at = Instant.ofEpochMilli(Long.parseLong(row[0]));
      Trade trade =
          new Trade(new Symbol(row[1]), Double.parseDouble(row[2]), Double.parseDouble(row[3]), at);
      assertThat(builder.accept(trade, at)).isIn(BarBuilder.Taken.OK, BarBuilder.Taken.FIRST);
      if (++taken % FLUSH_EVERY == 0) {
        builder.flush(change -> keep(change, kept));
      }
    }
    builder.finish(symbol -> true, Instant.EPOCH);
    builder.flush(change -> keep(change, kept));
  }

  private void keep(BarChange change, Interval kept) {
    if (change.interval() == kept && change.closed()) {
      Bar bar = change.bar();
      built.put(
          key(change.symbol().value(), bar.openAt().toEpochMilli()),
          new double[] {
            bar.open(), bar.high(), bar.low(), bar.close(), bar.volume(), bar.trades()
          });
    }
  }
}
