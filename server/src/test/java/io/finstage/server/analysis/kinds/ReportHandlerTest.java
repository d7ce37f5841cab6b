package io.finstage.server.analysis.kinds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.finstage.server.analysis.report.DayReport;
import io.finstage.server.bars.Session;
import io.finstage.server.bars.TemporaryBars;
import io.finstage.server.market.Interval;
import io.finstage.server.tasks.FailedForGoodException;
import io.finstage.server.tasks.RecordingContext;
import java.io.StringReader;
import java.time.Instant;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.InputSource;

class ReportHandlerTest {

  private static final String HEADER = "open_time_ms,symbol,open,high,low,close,volume\n";
  private static final long DAY = Instant.parse("2013-10-07T00:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;
  private static final String DATE = "{\"date\": \"2013-10-07\"";

  private final TemporaryBars bars = new TemporaryBars();
  private int resultBytesMax = 1 << 20;

  @AfterEach
  void close() {
    bars.close();
  }

  private String report(RecordingContext context) throws Exception {
    DayReport report = new DayReport(bars.store(), Session.UTC, () -> Instant.EPOCH);
    return new ReportHandler(report, resultBytesMax).run(context).text();
  }

  private String report(String fields) throws Exception {
    return report(RecordingContext.of("report", DATE + fields + "}"));
  }

  /** Minutes of a symbol: one at 100 the evening before, then steps from 100. */
  private void store(String symbol, double step) {
    StringBuilder lines = new StringBuilder(HEADER);
    lines.append("%d,%s,100,100,100,100,1\n".formatted(DAY - MINUTE, symbol));
    double price = 100;
    for (int i = 0; i < 60; i++) {
      double close = price + step;
      lines.append(
          "%d,%s,%s,%s,%s,%s,10\n"
              .formatted(
                  DAY + i * MINUTE,
                  symbol,
                  price,
                  Math.max(price, close),
                  Math.min(price, close),
                  close));
      price = close;
    }
    StoredDays.put(bars.store(), Interval.M1, lines.toString());
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin) + begin.length();
    return text.substring(from, text.indexOf(end, from));
  }

  @Test
  void whoRoseAndWhoFellIsToldAgainstTheCloseBefore() throws Exception {
    store("UP", 0.5);
    store("DOWN", -0.25);
    store("FLAT", 0);
    String html = report("");

    assertThat(html).contains("<h1>Monday, 7 October 2013</h1>");
    assertThat(between(html, "Rose most", "</table>"))
        .contains(">UP<", "+30.00 %")
        .doesNotContain(">DOWN<");
    assertThat(between(html, "Fell most", "</table>"))
        .contains(">DOWN<", "−15.00 %")
        .doesNotContain(">FLAT<");
    assertThat(between(html, "Traded most", "</table>"))
        .containsSubsequence(">UP<", ">FLAT<", ">DOWN<");
  }

  @Test
  void aSymbolHasAChartAndATableOfIndicators() throws Exception {
    store("UP", 0.5);
    String section = between(report(""), "<article id=\"s1\">", "</article>");

    assertThat(section).contains("<svg class=\"chart\"", "class=\"body up\"", "class=\"vwap\"");
    assertThat(section).contains("rsi(14)", "macd(12,26,9)", "<svg class=\"spark\"");
  }

  @Test
  void onlyTheBusiestHaveASection() throws Exception {
    store("A", 0.1);
    store("B", 0.2);
    String html = report(", \"top\": 1");

    assertThat(html).contains("id=\"s1\"").doesNotContain("id=\"s2\"");
    assertThat(html).contains("<a href=\"#s1\">B</a>");
  }

  @Test
  void onlyTheSymbolsAskedForAreInIt() throws Exception {
    store("A", 0.1);
    store("B", 0.2);

    assertThat(report(", \"symbols\": [\"A\"]")).contains(">A<").doesNotContain(">B<");
  }

  @Test
  void theFileNeedsNothingElseAndRunsNothing() throws Exception {
    store("UP", 0.5);
    String html = report("");

    assertThat(html).doesNotContainPattern("(?i)<script|<link|<img|<iframe|javascript:|\\bon\\w+=");
    assertThat(html).doesNotContainPattern("(?i)https?:|//[a-z]|@import|url\\(");
    assertThat(html).contains("default-src 'none'", "prefers-color-scheme: dark");
  }

  @Test
  void everyDrawingIsWellFormed() throws Exception {
    store("UP", 0.5);
    store("FLAT", 0);
    String[] drawings = report("").split("(?=<svg)");

    assertThat(drawings).hasSizeGreaterThan(20);
    for (int i = 1; i < drawings.length; i++) {
      String svg = drawings[i].substring(0, drawings[i].indexOf("</svg>") + 6);
      assertThat(svg).doesNotContain("NaN", "Infinity");
      assertThat(
              DocumentBuilderFactory.newInstance()
                  .newDocumentBuilder()
                  .parse(new InputSource(new StringReader(svg)))
                  .getDocumentElement()
                  .getTagName())
          .isEqualTo("svg");
    }
  }

  @Test
  void oneBarIsEnough() throws Exception {
    StoredDays.put(bars.store(), Interval.M1, HEADER + DAY + ",ONE,1,1,1,1,0\n");

    assertThat(report("")).contains(">ONE<").doesNotContain("NaN", "Infinity");
  }

  @Test
  void progressIsToldPerSymbol() throws Exception {
    store("A", 0.1);
    store("B", 0.2);
    RecordingContext context = RecordingContext.of("report", DATE + "}");
    report(context);

    assertThat(context.told()).extracting("ratio").isSorted().hasSize(4).first().isEqualTo(0.0);
    assertThat(context.told().getLast().note()).isEqualTo("section of A");
  }

  @Test
  void anInterruptionEndsIt() {
    store("A", 0.1);
    store("B", 0.2);
    RecordingContext context =
        RecordingContext.of("report", DATE + "}").onProgress(Thread.currentThread()::interrupt);

    assertThatThrownBy(() -> report(context)).isInstanceOf(InterruptedException.class);
    assertThat(context.told()).hasSize(1);
  }

  @Test
  void aReportThatIsTooLongFailsForGoodWithTheNameOfTheLimit() {
    store("A", 0.1);
    resultBytesMax = 1000;

    assertThatThrownBy(() -> report(""))
        .isInstanceOf(FailedForGoodException.class)
        .hasMessageContaining("tasks.result-bytes-max, 1000 bytes; ask for a smaller top");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | date must be given",
        "{\"date\": \"7.10.2013\"} | date must be a day as in 2013-10-07",
        "{\"date\": \"+999999-01-01\"} | date must be of the years 1 to 9999",
        "{\"date\": \"2013-10-07\", \"interval\": \"1d\"} | interval must be below 1d",
        "{\"date\": \"2013-10-07\", \"top\": 0} | top must be a whole number from 1 to 100, not 0",
        "{\"date\": \"2013-10-07\", \"symbols\": [\"<b>\"]} | symbols[0] is not the form",
        "{\"date\": \"2013-10-07\", \"tops\": 1} | tops is no field of the payload of report",
        "{\"date\": \"2013-10-07\"} | date must be a day of which there are 1m bars",
      })
  void aBadPayloadFailsForGoodWithTheNameOfTheField(String payload, String message) {
    assertThatThrownBy(() -> report(RecordingContext.of("report", payload)))
        .isInstanceOf(FailedForGoodException.class)
        .hasMessageStartingWith(message);
  }
}
