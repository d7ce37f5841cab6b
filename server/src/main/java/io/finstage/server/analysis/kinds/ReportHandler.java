package io.finstage.server.analysis.kinds;

import io.finstage.server.analysis.report.DayReport;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import io.finstage.server.tasks.Bytes;
import io.finstage.server.tasks.Payload;
import io.finstage.server.tasks.ResultText;
import io.finstage.server.tasks.TaskContext;
import io.finstage.server.tasks.TaskHandler;
import io.finstage.server.tasks.TaskKind;
import java.time.LocalDate;
import java.util.Set;

/** A day's market report as one HTML file. */
public final class ReportHandler implements TaskHandler {

  /** What it is called by; each holds a result in memory. */
  public static final TaskKind KIND =
      TaskKind.builtIn("report", "a day's market report as one HTML file", 2);

  private static final String DATE = "date";
  private static final String TOP = "top";
  private static final int TOP_MAX = 100;
  private static final int TOP_STANDARD = 20;
  private static final int YEAR_MAX = 9999;

  private final DayReport report;
  private final int resultBytesMax;

  /**
   * @param resultBytesMax value of {@link ResultText#KEY}
   */
  public ReportHandler(DayReport report, int resultBytesMax) {
    this.report = report;
    this.resultBytesMax = resultBytesMax;
  }

  @Override
  public Bytes run(TaskContext context) throws Exception {
    Payload payload = Payload.of(context.payload());
    LocalDate date =
        payload
            .date(DATE)
            .orElseThrow(() -> Payload.wrong(DATE, "must be given: a day as in 2013-10-07"));
    if (date.getYear() < 1 || date.getYear() > YEAR_MAX) {
      throw Payload.wrong(DATE, "must be of the years 1 to 9999");
    }
    Interval interval =
        payload.has(MarketFields.INTERVAL) ? MarketFields.interval(payload) : Interval.M1;
    if (interval == Interval.D1) {
      throw Payload.wrong(
          MarketFields.INTERVAL, "must be below 1d: a day is drawn by what happened during it");
    }
    Set<Symbol> symbols = MarketFields.symbols(payload);
    int top = (int) payload.whole(TOP, 1, TOP_MAX, TOP_STANDARD);
    payload.end(context.kind());
    DayReport.Request request = new DayReport.Request(date, interval, symbols, top);
    return ResultText.of(
        resultBytesMax,
        "a smaller top",
        out -> {
          if (!report.write(request, out, context::progress)) {
            throw Payload.wrong(
                DATE, "must be a day of which there are " + interval + " bars of these symbols");
          }
        });
  }
}
