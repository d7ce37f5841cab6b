package io.finstage.server.bars;

import io.finstage.server.market.Bar;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/** Writes bars of the store in the form that {@link BarImport} reads: by symbol, then by time. */
public final class BarExport {

  private static final int PAGE = 10_000;

  private final BarStore store;
  private final Interval interval;
  private final Session session;

  public BarExport(BarStore store, Interval interval, Session session) {
    this.store = store;
    this.interval = interval;
    this.session = session;
  }

  /**
   * Writes bars that open at {@code from} or later and before {@code to}, milliseconds since 1970
   * UTC.
   *
   * @param only symbols to write; empty: all
   * @param progress told how many are written, after every few thousand
   * @return how many bars were written
   */
  public long run(Writer out, Set<Symbol> only, long from, long to, LongConsumer progress)
      throws IOException {
    BarFormat format = BarFormat.of(interval, session);
    out.write(format.header() + "\n");
    long written = 0;
    for (Symbol symbol : store.symbols(interval)) {
      if (!only.isEmpty() && !only.contains(symbol)) {
        continue;
      }
      long next = from;
      List<Bar> page = store.range(symbol, interval, next, to, PAGE);
      while (!page.isEmpty()) {
        for (Bar bar : page) {
          out.write(format.write(symbol, bar));
          out.write('\n');
        }
        written += page.size();
        progress.accept(written);
        next = page.getLast().openAt().toEpochMilli() + 1;
        page = store.range(symbol, interval, next, to, PAGE);
      }
    }
    return written;
  }
}
