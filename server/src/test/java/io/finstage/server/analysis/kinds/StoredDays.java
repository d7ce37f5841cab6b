package io.finstage.server.analysis.kinds;

import io.finstage.server.bars.BarImport;
import io.finstage.server.bars.BarStore;
import io.finstage.server.bars.Session;
import io.finstage.server.market.Interval;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Bars for tests of what reads them: written as a file would be. */
final class StoredDays {

  static final String HEADER = "date,symbol,open,high,low,close,volume\n";

  private StoredDays() {}

  /** Thirty days of a symbol, its close rising by one a day from 100. */
  static String thirty(String symbol) {
    StringBuilder lines = new StringBuilder();
    for (int day = 1; day <= 30; day++) {
      int close = 99 + day;
      lines.append(
          "2013-09-%02d,%s,%d.0,%d.0,%d.0,%d.0,%d\n"
              .formatted(day, symbol, close - 1, close + 1, close - 2, close, 1000 + day));
    }
    return lines.toString();
  }

  /** Reads lines without their header. */
  static void put(BarStore store, String lines) {
    put(store, Interval.D1, HEADER + lines);
  }

  static void put(BarStore store, Interval interval, String file) {
    BarImport.Observer strict =
        new BarImport.Observer() {
          @Override
          public void refused(long line, String field, String description) {
            throw new IllegalArgumentException("line " + line + ": " + field + " " + description);
          }

          @Override
          public void imported(long bars) {}
        };
    try {
      var _ =
          new BarImport(store, interval, Session.UTC, Set.of(), strict)
              .run(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)))
              .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
