package io.finstage.server.bars;

import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Trade;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Trades in, bars out. A pure state machine: no clock, no threads, and the same calls give the same
 * changes.
 *
 * <p><b>Event time.</b> A trade belongs to the bar that its own time falls into, whenever it comes.
 * The newest time of a symbol is its mark. A bar closes when the mark reaches its end. A trade that
 * is behind the mark by at most the lateness corrects the closed bars that it belongs to; one
 * further behind is refused. A symbol of which nothing comes any more is closed by the clock: its
 * mark, and the time since it was received, say what time it would be at the source; the bar closes
 * when that is the lateness beyond its end. So a replay, whose events are old, is not closed by the
 * clock of today.
 *
 * <p><b>Every interval.</b> A trade is folded into the bar of each interval at once. Since a bar
 * knows the times of its first and last trade, that gives what building it from the next shorter
 * ones would, corrections included, and nothing of those has to be kept for it. Only what was
 * before this process comes from shorter bars: {@link #begin}.
 *
 * <p><b>Changes are told by {@link #flush}</b>, so that any number of trades between two flushes
 * make one change per bar: under load, forming bars are conflated. No closed bar and no correction
 * is skipped. The first trade of a symbol may be in the middle of a bar: what came before it, the
 * store has, and while that is read nothing is told ({@link #hold}).
 *
 * <p>Bounded: symbols by a limit; per symbol and interval the forming bar and those that the
 * lateness spans. Not thread-safe.
 */
final class BarBuilder {

  /** What became of a trade. */
  enum Taken {
    OK,
    /** The first of its symbol: bars may have begun before this process did. */
    FIRST,
    /** Older than the newest of its symbol by more than the lateness. */
    LATE,
    /** As many symbols have bars as may. */
    SYMBOLS_MAX
  }

  private final long latenessMillis;
  private final int symbolsMax;
  private final Map<Interval, Grid> grids = new EnumMap<>(Interval.class);
  private final Map<Symbol, SymbolBars> symbols = new HashMap<>();
  private final List<SymbolBars> changed = new ArrayList<>();

  /** The bars of one symbol. */
  private static final class SymbolBars {
    final RecentBars[] byInterval;
    final Symbol symbol;
    Instant mark = Instant.MIN;
    long markMillis = Long.MIN_VALUE;
    long receivedMillis;
    boolean changed;
    boolean held;

    SymbolBars(Symbol symbol, Map<Interval, Grid> grids) {
      this.symbol = symbol;
      this.byInterval =
          grids.entrySet().stream()
              .map(entry -> new RecentBars(symbol, entry.getKey(), entry.getValue()))
              .toArray(RecentBars[]::new);
    }
  }

  /**
   * @param lateness how far behind the newest trade of its symbol one may be
   * @param symbolsMax symbols that may have bars
   */
  BarBuilder(Collection<Interval> intervals, Session session, Duration lateness, int symbolsMax) {
    intervals.forEach(interval -> grids.put(interval, new Grid(interval, session)));
    this.latenessMillis = lateness.toMillis();
    this.symbolsMax = symbolsMax;
  }

  /**
   * Takes in a trade.
   *
   * @param receivedAt when this server took it in
   */
  Taken accept(Trade trade, Instant receivedAt) {
    SymbolBars bars = symbols.get(trade.symbol());
    boolean first = bars == null;
    if (bars == null) {
      if (symbols.size() >= symbolsMax) {
        return Taken.SYMBOLS_MAX;
      }
      bars = new SymbolBars(trade.symbol(), grids);
      symbols.put(trade.symbol(), bars);
    }
    long atMillis = trade.at().toEpochMilli();
    if (!bars.mark.equals(Instant.MIN) && atMillis < bars.markMillis - latenessMillis) {
      return Taken.LATE;
    }
    if (!trade.at().isBefore(bars.mark)) {
      bars.mark = trade.at();
      bars.markMillis = atMillis;
      bars.receivedMillis = receivedAt.toEpochMilli();
    }
    for (RecentBars recent : bars.byInterval) {
      recent.add(trade, atMillis, receivedAt);
      recent.close(bars.markMillis, receivedAt);
    }
    note(bars);
    return first ? Taken.FIRST : Taken.OK;
  }

  /** From now on nothing is told of {@code symbol}, until {@link #begin}. */
  void hold(Symbol symbol) {
    SymbolBars bars = symbols.get(symbol);
    if (bars != null) {
      bars.held = true;
    }
  }

  /**
   * Adds to the bars of {@code symbol} what the store has of them, from before this process.
   *
   * @param parts by interval
   */
  void begin(Symbol symbol, Map<Interval, List<EarlierPart>> parts, Instant now) {
    SymbolBars bars = symbols.get(symbol);
    if (bars != null) {
      bars.held = false;
      for (RecentBars recent : bars.byInterval) {
        recent.begin(parts.getOrDefault(recent.interval(), List.of()), now);
      }
      note(bars);
    }
  }

  /** Closes what the clock says is over, of symbols that nothing comes of. */
  void close(Instant now) {
    long nowMillis = now.toEpochMilli();
    for (SymbolBars bars : symbols.values()) {
      long passed = Math.max(0, nowMillis - bars.receivedMillis);
      close(bars, bars.markMillis + passed - latenessMillis, now);
    }
  }

  /** Closes the forming bars of symbols whose source has come to its end. */
  void finish(Predicate<Symbol> ended, Instant now) {
    for (SymbolBars bars : symbols.values()) {
      if (ended.test(bars.symbol)) {
        close(bars, Long.MAX_VALUE, now);
      }
    }
  }

  /** Tells what changed since the last time: per symbol and interval oldest first. */
  void flush(Consumer<BarChange> out) {
    changed.removeIf(bars -> tell(bars, out));
  }

  /** Symbols that have bars. */
  int symbols() {
    return symbols.size();
  }

  private void close(SymbolBars bars, long atMillis, Instant now) {
    boolean any = false;
    for (RecentBars recent : bars.byInterval) {
      any |= recent.close(atMillis, now);
    }
    if (any) {
      note(bars);
    }
  }

  private boolean tell(SymbolBars bars, Consumer<BarChange> out) {
    if (bars.held) {
      return false;
    }
    bars.changed = false;
    for (RecentBars recent : bars.byInterval) {
      recent.tell(out);
      recent.forget(bars.markMillis - latenessMillis);
    }
    return true;
  }

  private void note(SymbolBars bars) {
    if (!bars.changed) {
      bars.changed = true;
      changed.add(bars);
    }
  }
}
