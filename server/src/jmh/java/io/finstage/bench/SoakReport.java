package io.finstage.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** What a soak came to: the tables, and what must not be. */
record SoakReport(
    Times times,
    SoakCase.Outage outage,
    List<Book> books,
    SoakLatencies latencies,
    List<SoakCalls> calls,
    SoakTasks.Outcome tasks,
    List<SoakMemory> lives,
    SoakSubscribers.Failures failures,
    boolean complete) {

  private static final int COMPLAINTS_MAX = 20;

  /**
   * On the clock of {@link System#nanoTime}.
   *
   * @param origin beginning of the first slot
   * @param start of what is measured
   */
  record Times(long origin, long start, int seconds) {

    private int slot(long nanos) {
      return Math.toIntExact((nanos - origin) / SoakLedger.SLOT_NANOS);
    }
  }

  /** A ledger and what it came to, once and for all rows. */
  record Book(SoakLedger ledger, SoakLedger.Sum sum) {}

  static List<Book> books(List<SoakLedger> ledgers) {
    return ledgers.stream().map(ledger -> new Book(ledger, ledger.sum())).toList();
  }

  String text() {
    return String.format(
            Locale.ROOT,
            "### soak%n%n%d subscribers, %d deliveries/s, %d s; killed after %.0f s, the listener was"
                + " back %.2f s later.%n%n",
            books.size(),
            books.size() * SoakCase.TICKS_PER_SECOND,
            times.seconds,
            (outage.killed() - times.start) / 1e9,
            (outage.answering() - outage.killed()) / 1e9)
        + service()
        + updates()
        + requests()
        + work()
        + memory()
        + minutes()
        + errors();
  }

  /** What makes the run a failure; one line each. */
  List<String> wrong() {
    List<String> wrong = new ArrayList<>(tasks.wrong());
    books.stream()
        .flatMap(book -> book.sum.complaints().stream())
        .limit(COMPLAINTS_MAX)
        .forEach(wrong::add);
    if (total(books, SoakLedger.Sum::unannounced) > 0) {
      wrong.add("not everything that is missing was announced");
    }
    if (total(books, SoakLedger.Sum::received) + total(books, SoakLedger.Sum::announced)
        != total(books, SoakLedger.Sum::sent)) {
      wrong.add("received and announced are not what was sent");
    }
    long notBack =
        outage.over() == outage.killed()
            ? 0
            : books.stream().filter(book -> book.ledger.outageSeconds() == 0).count();
    if (notBack > 0) {
      wrong.add(notBack + " subscribers did not come back");
    }
    if (!complete) {
      wrong.add("not every subscriber got to the end");
    }
    return wrong;
  }

  private Map<String, List<Book>> byWire() {
    Map<String, List<Book>> wires =
        books.stream()
            .collect(
                Collectors.groupingBy(
                    book -> book.ledger.wire(), TreeMap::new, Collectors.toList()));
    Map<String, List<Book>> rows = new TreeMap<>(wires);
    rows.put("together", books);
    return rows;
  }

  private String service() {
    int start = times.slot(times.start) + 1;
    int end = times.slot(times.start + times.seconds * 1_000_000_000L);
    int from = times.slot(outage.killed());
    int to = Math.min(end, times.slot(outage.over()) + 1);
    StringBuilder table =
        new StringBuilder(
            "| as subscribers see it | subscribers | 100 ms slots with service | without the outage |"
                + " nothing around the kill, s, median | longest |\n|---|--:|--:|--:|--:|--:|\n");
    byWire()
        .forEach((wire, rows) -> {
          double served = mean(rows, book -> book.ledger.served(start, end)) / (end - start);
          double calm =
              mean(rows, book -> book.ledger.served(start, from) + book.ledger.served(to, end))
                  / (from - start + end - to);
          double median =
              Tables.median(rows.stream().mapToDouble(book -> book.ledger.outageSeconds()));
          double most =
              rows.stream().mapToDouble(book -> book.ledger.outageSeconds()).max().orElse(0);
          table.append(
              String.format(
                  Locale.ROOT,
                  "| %s | %d | %.3f %% | %.4f %% | %.2f | %.2f |%n",
                  wire,
                  rows.size(),
                  100 * served,
                  100 * calm,
                  median,
                  most));
        });
    return table.append('\n').toString();
  }

  private String updates() {
    StringBuilder table =
        new StringBuilder(
            "| updates | sent | received | announced as gaps | missing, not announced | repeated |"
                + " connections | symbols resumed | resumed in part | restarts announced |\n"
                + "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    byWire()
        .forEach((wire, rows) ->
            table.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %,d | %,d | %,d | %,d | %,d | %,d | %,d | %,d | %,d |%n",
                    wire,
                    total(rows, SoakLedger.Sum::sent),
                    total(rows, SoakLedger.Sum::received),
                    total(rows, SoakLedger.Sum::announced),
                    total(rows, SoakLedger.Sum::unannounced),
                    total(rows, SoakLedger.Sum::repeated),
                    total(rows, SoakLedger.Sum::connections),
                    total(rows, SoakLedger.Sum::resumes),
                    total(rows, SoakLedger.Sum::resumesRefused),
                    total(rows, SoakLedger.Sum::restartsAnnounced))));
    return table.append('\n').toString();
  }

  private String requests() {
    StringBuilder table =
        new StringBuilder(
            "| requests of the SDK | made | failed | answered | failed outside of the outage |"
                + " answered without it | p50 ms | p99 ms | max ms |\n"
                + "|---|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    calls.forEach(call -> table.append(call.row(outage.killed(), outage.over())));
    return table.append('\n').toString();
  }

  private String work() {
    return String.format(
        Locale.ROOT,
        "| tasks acknowledged | succeeded, as they should | failed, as they should | wrong | looked at"
            + " before the end, and the same after | running at the kill, run again | not acknowledged,"
            + " but there |%n|--:|--:|--:|--:|--:|--:|--:|%n| %,d | %,d | %,d | %d | %,d | %d | %d |%n%n",
        tasks.acknowledged(),
        tasks.endedWell(),
        tasks.endedBadly(),
        tasks.wrong().size(),
        tasks.seenEndedBefore(),
        tasks.rescued(),
        tasks.unacknowledged());
  }

  private String memory() {
    return "| memory of the server | readings | first, MB | last, MB | MB/h over the later two thirds |\n"
        + "|---|--:|--:|--:|--:|\n"
        + lives.get(0).rows("before the kill")
        + lives.get(1).rows("after it")
        + "\n";
  }

  private String minutes() {
    StringBuilder table =
        new StringBuilder(
            "| minute | p50 ms | p99 ms | p99.9 ms | max ms |\n|--:|--:|--:|--:|--:|\n");
    int minute = 0;
    for (Histogram histogram : latencies.minutes()) {
      minute++;
      if (histogram.getTotalCount() > 0) {
        table.append(
            String.format(
                Locale.ROOT,
                "| %d | %.2f | %.1f | %.1f | %.0f |%n",
                minute,
                histogram.getValueAtPercentile(50) / 1e3,
                histogram.getValueAtPercentile(99) / 1e3,
                histogram.getValueAtPercentile(99.9) / 1e3,
                histogram.getMaxValue() / 1e3));
      }
    }
    return table.append('\n').toString();
  }

  private String errors() {
    Map<String, Long> kinds = new TreeMap<>(failures.counts());
    calls.forEach(call -> kinds.putAll(call.kinds(outage.killed(), outage.over())));
    StringBuilder table = new StringBuilder("| errors by kind | |\n|---|--:|\n");
    kinds.forEach(
        (kind, count) -> table.append(String.format(Locale.ROOT, "| %s | %,d |%n", kind, count)));
    return table.toString();
  }

  private static long total(List<Book> of, ToLongFunction<SoakLedger.Sum> what) {
    return of.stream().map(Book::sum).mapToLong(what).sum();
  }

  private static double mean(List<Book> of, ToDoubleFunction<Book> what) {
    return of.stream().mapToDouble(what).average().orElse(0);
  }
}
