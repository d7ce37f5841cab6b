package io.finstage.server.analysis.report;

import io.finstage.server.bars.BarStore;
import io.finstage.server.bars.Session;
import io.finstage.server.market.BarSeries;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The report of a day: every symbol in a table, the busiest each in a section. Thread-safe. */
public final class DayReport {

  /** Of a day of 25 hours. */
  private static final int DAY_SECONDS_MAX = 90_000;

  /** Share of the progress that reading all symbols once is. */
  private static final double FIRST_PASS = 0.6;

  private static final DateTimeFormatter LONG_DATE =
      DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);

  /**
   * What is asked for.
   *
   * @param interval below a day
   * @param symbols empty: all
   * @param top symbols with a section of their own, and rows of a table
   */
  public record Request(LocalDate date, Interval interval, Set<Symbol> symbols, int top) {
    public Request {
      if (interval == Interval.D1) {
        throw new IllegalArgumentException("interval must be below a day");
      }
      symbols = Set.copyOf(symbols);
    }
  }

  /** Is told how far it is, 0 to 1. */
  public interface Progress {
    void at(double ratio, String note);
  }

  private final BarStore store;
  private final Session session;
  private final InstantSource clock;

  /**
   * @param clock for the line that says when it was made
   */
  public DayReport(BarStore store, Session session, InstantSource clock) {
    this.store = store;
    this.session = session;
    this.clock = clock;
  }

  /**
   * Writes it.
   *
   * @return false, and nothing is written, when no symbol has a bar on that day
   * @throws InterruptedException between two symbols
   */
  public boolean write(Request request, Writer out, Progress progress)
      throws IOException, InterruptedException {
    List<SymbolDay> days = days(request, progress);
    if (days.isEmpty()) {
      return false;
    }
    List<SymbolDay> busiest =
        days.stream()
            .sorted(Comparator.comparingDouble(SymbolDay::turnover).reversed())
            .limit(request.top())
            .toList();
    Map<Symbol, String> anchors =
        IntStream.range(0, busiest.size())
            .boxed()
            .collect(Collectors.toMap(i -> busiest.get(i).symbol(), i -> "s" + (i + 1)));
    Html html = new Html(out);
    head(html, request);
    new Overview(days, request.top(), anchors).write(html);
    for (int i = 0; i < busiest.size(); i++) {
      look();
      SymbolDay day = busiest.get(i);
      progress.at(FIRST_PASS + (1 - FIRST_PASS) * i / busiest.size(), "section of " + day.symbol());
      BarSeries before = before(day.symbol(), request, IndicatorTable.warmUp());
      SymbolSection.write(
          html,
          "s" + (i + 1),
          day,
          before,
          day(day.symbol(), request),
          request.interval(),
          session.zone());
    }
    foot(html);
    return true;
  }

  private List<SymbolDay> days(Request request, Progress progress) throws InterruptedException {
    List<Symbol> symbols =
        store.symbols(request.interval()).stream()
            .filter(symbol -> request.symbols().isEmpty() || request.symbols().contains(symbol))
            .toList();
    List<SymbolDay> days = new ArrayList<>();
    for (int i = 0; i < symbols.size(); i++) {
      look();
      Symbol symbol = symbols.get(i);
      progress.at(
          FIRST_PASS * i / symbols.size(), "%,d of %,d symbols".formatted(i, symbols.size()));
      BarSeries day = day(symbol, request);
      if (day.size() > 0) {
        BarSeries before = before(symbol, request, 1);
        days.add(SymbolDay.of(symbol, day, before.size() == 0 ? Double.NaN : before.close()[0]));
      }
    }
    return days;
  }

  private BarSeries day(Symbol symbol, Request request) {
    return store.last(
        symbol,
        request.interval(),
        session.startOf(request.date()),
        session.startOf(request.date().plusDays(1)),
        DAY_SECONDS_MAX);
  }

  private BarSeries before(Symbol symbol, Request request, int count) {
    return store.last(
        symbol, request.interval(), Long.MIN_VALUE, session.startOf(request.date()), count);
  }

  private void head(Html html, Request request) throws IOException {
    String date = LONG_DATE.format(request.date());
    html.raw(
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" \
        content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="color-scheme" content="light dark">
        <title>Market report, \
        """);
    html.text(request.date().toString()).raw("</title>\n<style>\n").raw(style());
    html.raw("</style></head><body>\n<header><p class=\"kicker\">Market report</p><h1>");
    html.text(date).raw("</h1><p class=\"sub\">From bars of ").text(request.interval().toString());
    html.text(", the day of " + zone() + " from " + session.start() + " on");
    html.raw(". Changes are against the last close before the day, ");
    html.raw("or else the first price of it.</p></header>\n<main>\n");
  }

  private void foot(Html html) throws IOException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    html.raw("</main>\n<footer>Made by Finstage at ").text(now.toString());
    html.raw(". Turnover takes (high + low + close) / 3 as the price of a bar.</footer>\n");
    html.raw("</body></html>\n");
  }

  private String zone() {
    return session.zone().normalized().equals(ZoneOffset.UTC) ? "UTC" : session.zone().getId();
  }

  private static void look() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted between two symbols");
    }
  }

  private static String style() {
    try (InputStream css = DayReport.class.getResourceAsStream("report.css")) {
      if (css == null) {
        throw new IllegalStateException("report.css is missing beside " + DayReport.class);
      }
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
