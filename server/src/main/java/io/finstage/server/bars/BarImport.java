package io.finstage.server.bars;

import io.finstage.server.database.Database;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Reads bars from a file of comma-separated values into the store. A bad line is refused, and
 * reading goes on. Of one symbol the times must rise: so a file that names a bar twice is noticed.
 * Reading the same file again changes nothing. Not thread-safe; for one file.
 */
public final class BarImport {

  /** Symbols in one file. More: lines of further ones are refused. */
  public static final int SYMBOLS_MAX = 100_000;

  private static final int BATCH = 5000;
  private static final int BATCHES_IN_FLIGHT_MAX = 4;

  /** Who is told how it goes. */
  public interface Observer {

    /** A line was refused. */
    void refused(long line, String field, String description);

    /** So many bars are committed. Called after every few thousand. */
    void imported(long bars);
  }

  /**
   * What came of it.
   *
   * @param imported bars committed
   * @param refused lines that hold no bar
   * @param skipped bars of symbols that were not asked for
   * @param span from the oldest bar of a symbol to its newest, in milliseconds, at the most
   */
  public record Result(long imported, long refused, long skipped, long span) {}

  /** The bars of one symbol that were read so far. */
  private record Seen(long firstMillis, long lastMillis, long line) {}

  private final BarStore store;
  private final Interval interval;
  private final Session session;
  private final Set<Symbol> only;
  private final Observer observer;
  private final Map<Symbol, Seen> seen = new HashMap<>();
  private final Deque<Flight> inFlight = new ArrayDeque<>();
  private List<SymbolBar> batch = new ArrayList<>(BATCH);
  private long imported;
  private long refused;
  private long skipped;

  private record Flight(CompletableFuture<Void> done, int bars) {}

  /**
   * @param only symbols to take; empty: all
   */
  public BarImport(
      BarStore store, Interval interval, Session session, Set<Symbol> only, Observer observer) {
    this.store = store;
    this.interval = interval;
    this.session = session;
    this.only = Set.copyOf(only);
    this.observer = observer;
  }

  /**
   * Reads to the end.
   *
   * @return empty when the first line does not name the columns
   * @throws IOException the file cannot be read
   * @throws io.finstage.server.database.DatabaseException the database does not take the bars
   */
  public Optional<Result> run(InputStream in) throws IOException {
    Lines lines = new Lines(new InputStreamReader(in, StandardCharsets.UTF_8));
    Optional<BarFormat> format =
        lines.next().flatMap(header -> BarFormat.ofHeader(header, interval, session));
    if (format.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> line = lines.next();
    while (line.isPresent()) {
      read(lines.number(), line.get(), format.get());
      line = lines.next();
    }
    flush();
    while (!inFlight.isEmpty()) {
      land();
    }
    long span = seen.values().stream().mapToLong(s -> s.lastMillis - s.firstMillis).max().orElse(0);
    return Optional.of(new Result(imported, refused, skipped, span));
  }

  /** What the first line must be, for people. */
  public static String expectedHeader(Interval interval) {
    return BarFormat.expected(interval);
  }

  private void read(long number, String line, BarFormat format) {
    if (line.length() > Lines.LENGTH_MAX) {
      refuse(number, "line", "is longer than " + Lines.LENGTH_MAX + " characters");
    } else if (!line.isBlank()) {
      switch (format.read(line)) {
        case BarFormat.Line.Read(SymbolBar bar) -> take(number, bar);
        case BarFormat.Line.Refused(String field, String description) ->
            refuse(number, field, description);
      }
    }
  }

  private void take(long number, SymbolBar bar) {
    if (!only.isEmpty() && !only.contains(bar.symbol())) {
      skipped++;
      return;
    }
    long openMillis = bar.bar().openAt().toEpochMilli();
    Seen before = seen.get(bar.symbol());
    if (before == null && seen.size() >= SYMBOLS_MAX) {
      refuse(number, "symbol", "is one more than " + SYMBOLS_MAX + " symbols in one file");
    } else if (before != null && openMillis <= before.lastMillis) {
      refuse(
          number,
          interval == Interval.D1 ? "date" : "open_time_ms",
          "is not later than that of line " + before.line + ", of the same symbol");
    } else {
      seen.put(
          bar.symbol(),
          new Seen(before == null ? openMillis : before.firstMillis, openMillis, number));
      batch.add(bar);
      if (batch.size() == BATCH) {
        flush();
      }
    }
  }

  private void refuse(long number, String field, String description) {
    refused++;
    observer.refused(number, field, description);
  }

  private void flush() {
    if (!batch.isEmpty()) {
      inFlight.add(new Flight(store.append(batch, Origin.IMPORTED), batch.size()));
      batch = new ArrayList<>(BATCH);
      if (inFlight.size() > BATCHES_IN_FLIGHT_MAX) {
        land();
      }
    }
  }

  private void land() {
    Flight first = inFlight.removeFirst();
    Database.await(first.done);
    imported += first.bars;
    observer.imported(imported);
  }
}
