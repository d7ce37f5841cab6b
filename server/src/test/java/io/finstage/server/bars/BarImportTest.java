package io.finstage.server.bars;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.market.Bar;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BarImportTest {

  private static final String DATES = "date,symbol,open,high,low,close,volume\n";
  private static final String TIMES = "open_time_ms,symbol,open,high,low,close,volume\n";
  private static final Symbol SPY = new Symbol("SPY");

  private final TemporaryBars bars = new TemporaryBars();
  private final List<String> refused = new ArrayList<>();

  private final BarImport.Observer observer =
      new BarImport.Observer() {
        @Override
        public void refused(long line, String field, String description) {
          refused.add(line + " " + field);
        }

        @Override
        public void imported(long count) {}
      };

  @AfterEach
  void close() {
    bars.close();
  }

  private Optional<BarImport.Result> load(Interval interval, Set<Symbol> only, InputStream in)
      throws IOException {
    return new BarImport(bars.store(), interval, Session.UTC, only, observer).run(in);
  }

  private Optional<BarImport.Result> load(Interval interval, String text) throws IOException {
    return load(
        interval, Set.of(), new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private String export(Interval interval) throws IOException {
    StringWriter out = new StringWriter();
    new BarExport(bars.store(), interval, Session.UTC)
        .run(out, Set.of(), Long.MIN_VALUE, Long.MAX_VALUE, count -> {});
    return out.toString();
  }

  private List<Bar> stored(Interval interval) {
    return bars.store().range(SPY, interval, Long.MIN_VALUE, Long.MAX_VALUE, 100);
  }

  @Test
  void aDateIsTheDayThatItNames() throws IOException {
    load(Interval.D1, DATES + "2013-10-07,SPY,1,3,0.5,2,100\n");

    assertThat(stored(Interval.D1))
        .containsExactly(new Bar(Instant.parse("2013-10-07T00:00:00Z"), 1, 3, 0.5, 2, 100, 0));
  }

  @Test
  void aTimeIsInMillisecondsSince1970() throws IOException {
    load(Interval.S1, TIMES + "1381132801000,SPY,1,3,0.5,2,0.25\n");

    assertThat(stored(Interval.S1))
        .containsExactly(new Bar(Instant.ofEpochSecond(1381132801), 1, 3, 0.5, 2, 0.25, 0));
  }

  @Test
  void theSameFileTwiceIsTheSameStore() throws IOException {
    String file = DATES + "2013-10-07,SPY,1.0,3.0,0.5,2.0,100\n2013-10-08,SPY,2.0,3.0,0.5,1.0,7\n";
    load(Interval.D1, file);
    load(Interval.D1, file);

    assertThat(export(Interval.D1)).isEqualTo(file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2013-13-07,SPY,1,3,0.5,2,100 | date",
        "yesterday,SPY,1,3,0.5,2,100 | date",
        "2013-10-07,S P Y,1,3,0.5,2,100 | symbol",
        "2013-10-07,SPY,0,3,0.5,2,100 | open",
        "2013-10-07,SPY,NaN,3,0.5,2,100 | open",
        "2013-10-07,SPY,0x1p3,3,0.5,2,100 | open",
        "2013-10-07,SPY,1,1.5,0.5,2,100 | high",
        "2013-10-07,SPY,1,1e999,0.5,2,100 | high",
        "2013-10-07,SPY,1,3,1.5,2,100 | low",
        "2013-10-07,SPY,1,3,-1,2,100 | low",
        "2013-10-07,SPY,1,3,0.5,,100 | close",
        "2013-10-07,SPY,1,3,0.5,2,-1 | volume",
        "2013-10-07,SPY,1,3,0.5,2 | line",
        "2013-10-07,SPY,1,3,0.5,2,100,9 | line"
      })
  void aBadLineIsRefusedByItsNumberAndFieldAndTheNextIsRead(String line, String field)
      throws IOException {
    Optional<BarImport.Result> result =
        load(Interval.D1, DATES + line + "\n2013-10-08,SPY,1,3,0.5,2,100\n");

    assertThat(refused).containsExactly("2 " + field);
    assertThat(result.orElseThrow().imported()).isEqualTo(1);
  }

  @Test
  void aTimeBetweenTwoBarsIsRefused() throws IOException {
    load(Interval.M1, TIMES + "1381132801000,SPY,1,3,0.5,2,100\n");

    assertThat(refused).containsExactly("2 open_time_ms");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2013-10-07", "2013-10-04"})
  void aLineThatIsNotLaterThanTheOneBeforeOfItsSymbolIsRefused(String date) throws IOException {
    load(Interval.D1, DATES + "2013-10-07,SPY,1,3,0.5,2,100\n" + date + ",SPY,1,3,0.5,2.5,100\n");

    assertThat(refused).containsExactly("3 date");
    assertThat(stored(Interval.D1)).hasSize(1);
  }

  @Test
  void aLineWithoutEndIsRefusedAndItsMemoryIsBounded() throws IOException {
    load(Interval.D1, DATES + "x".repeat(1_000_000) + "\n2013-10-08,SPY,1,3,0.5,2,100\n");

    assertThat(refused).containsExactly("2 line");
    assertThat(stored(Interval.D1)).hasSize(1);
  }

  @Test
  void aFileWithOtherColumnsIsNotRead() throws IOException {
    assertThat(load(Interval.D1, "time,price\n1,2\n")).isEmpty();
  }

  @Test
  void datesAreOnlyForDays() throws IOException {
    assertThat(load(Interval.M1, DATES)).isEmpty();
  }

  @Test
  void symbolsThatWereNotAskedForAreSkipped() throws IOException {
    String file = DATES + "2013-10-07,SPY,1,3,0.5,2,100\n2013-10-07,IBM,1,3,0.5,2,100\n";
    Optional<BarImport.Result> result =
        load(
            Interval.D1,
            Set.of(SPY),
            new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));

    assertThat(result.orElseThrow().skipped()).isEqualTo(1);
    assertThat(bars.store().symbols(Interval.D1)).containsExactly(SPY);
  }

  @Test
  void twentyYearsOfDaysComeBackByteForByte() throws IOException {
    byte[] file;
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(SampleData.file("bars-1d.csv.gz")))) {
      file = in.readAllBytes();
    }
    load(Interval.D1, Set.of(), new ByteArrayInputStream(file));

    assertThat(refused).isEmpty();
    assertThat(export(Interval.D1)).isEqualTo(new String(file, StandardCharsets.UTF_8));
  }

  @Test
  void threeDaysOfSecondsComeBackNumberForNumber() throws IOException {
    byte[] file;
    try (InputStream in =
        new GZIPInputStream(
            Files.newInputStream(SampleData.file("bars-1s-btcusd-2016-10-07.csv.gz")))) {
      file = in.readAllBytes();
    }
    load(Interval.S1, Set.of(), new ByteArrayInputStream(file));

    assertThat(refused).isEmpty();
    // That file spells a whole price without a fraction.
    assertThat(export(Interval.S1).replace(".0,", ","))
        .isEqualTo(new String(file, StandardCharsets.UTF_8));
  }
}
