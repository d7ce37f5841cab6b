package io.finstage.server.bars;

import io.finstage.server.bars.EarlierPart.Piece;
import io.finstage.server.market.Bar;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Finds in the store what it holds of the bars that were forming when a process ended: a longer bar
 * is put together from the shorter ones inside it, the largest first. The day of a crash at 12:34
 * is its hours until 12:00, and of the rest the quarters, minutes and seconds. Where a longer one
 * is missing, because nobody was there to close it, shorter ones stand for it.
 *
 * <p>Only bars that ended before the first trade of this process count. So a replay that starts
 * again from its beginning finds nothing, and counts nothing twice.
 *
 * <p>Not thread-safe; reads the store, and waits for it.
 */
final class EarlierBars {

  private final BarStore store;
  private final Collection<Interval> intervals;
  private final long latenessMillis;
  private final Map<Interval, Grid> grids = new EnumMap<>(Interval.class);

  /** The next shorter one; none of the shortest. */
  private final Map<Interval, Interval> shorter = new EnumMap<>(Interval.class);

  /** What was read for one symbol, so that nothing is read twice. */
  private final Map<Stretch, List<Piece>> read = new HashMap<>();

  private record Stretch(Interval interval, long from, long to) {}

  /**
   * @param intervals that are built
   * @param lateness how far behind the first trade others may come
   */
  EarlierBars(BarStore store, Collection<Interval> intervals, Session session, Duration lateness) {
    this.store = store;
    this.intervals = intervals;
    this.latenessMillis = lateness.toMillis();
    Interval before = null;
    for (Interval interval : Interval.values()) {
      grids.put(interval, new Grid(interval, session));
      if (before != null) {
        shorter.put(interval, before);
      }
      before = interval;
    }
  }

  /**
   * What there is of every bar that a trade may still belong to, and of those that were never
   * closed; by interval, oldest first.
   *
   * @param endMillis bars that end later do not count: the time of the first trade
   * @throws StoreUnavailableException when the database does not answer
   */
  Map<Interval, List<EarlierPart>> of(Symbol symbol, long endMillis) {
    read.clear();
    OptionalLong newest = newest(symbol, endMillis);
    Map<Interval, List<EarlierPart>> parts = new EnumMap<>(Interval.class);
    if (newest.isPresent()) {
      for (Interval interval : intervals) {
        parts.put(interval, parts(symbol, interval, newest.getAsLong(), endMillis));
      }
    }
    return parts;
  }

  private List<EarlierPart> parts(Symbol symbol, Interval interval, long newest, long end) {
    Grid grid = grid(interval);
    List<EarlierPart> parts = new ArrayList<>();
    long from = grid.open(end - latenessMillis);
    long left = grid.open(newest);
    if (left < from) {
      // The bar that formed when the process before ended, if nobody has closed it.
      group(parts, grid, pieces(symbol, interval, left, grid.end(left)), end);
    }
    group(parts, grid, pieces(symbol, interval, from, end), end);
    return parts;
  }

  /** One part per bar that there are pieces of. */
  private static void group(List<EarlierPart> parts, Grid grid, List<Piece> pieces, long end) {
    int from = 0;
    while (from < pieces.size()) {
      long open = grid.open(pieces.get(from).openMillis());
      long barEnd = grid.end(open);
      int to = from + 1;
      while (to < pieces.size() && pieces.get(to).openMillis() < barEnd) {
        to++;
      }
      List<Piece> own = pieces.subList(from, to);
      boolean stored = own.getFirst().openMillis() == open && own.getFirst().endMillis() == barEnd;
      parts.add(EarlierPart.of(open, barEnd, own, barEnd <= end && !stored));
      from = to;
    }
  }

  /** What stands in a stretch, in bars of that interval or shorter. */
  private List<Piece> pieces(Symbol symbol, Interval interval, long from, long to) {
    List<Piece> pieces = new ArrayList<>();
    long at = from;
    for (Piece row : rows(symbol, interval, from, to)) {
      pieces.addAll(shorter(symbol, interval, at, row.openMillis()));
      pieces.add(row);
      at = row.endMillis();
    }
    pieces.addAll(shorter(symbol, interval, at, to));
    return pieces;
  }

  private List<Piece> shorter(Symbol symbol, Interval interval, long from, long to) {
    Interval next = shorter.get(interval);
    return from >= to || next == null ? List.of() : pieces(symbol, next, from, to);
  }

  private List<Piece> rows(Symbol symbol, Interval interval, long from, long to) {
    Stretch stretch = new Stretch(interval, from, to);
    List<Piece> known = read.get(stretch);
    if (known != null) {
      return known;
    }
    Grid grid = grid(interval);
    int limit = (int) Math.min(Integer.MAX_VALUE, (to - from) / interval.millis() + 2);
    List<Piece> rows = new ArrayList<>();
    for (Bar bar : store.range(symbol, interval, from, to, limit)) {
      long end = grid.end(bar.openAt().toEpochMilli());
      if (end <= to) {
        rows.add(new Piece(bar, end));
      }
    }
    read.put(stretch, rows);
    return rows;
  }

  /** When the newest bar began that something longer can be built from. */
  private OptionalLong newest(Symbol symbol, long end) {
    OptionalLong newest = OptionalLong.empty();
    for (Interval interval : Interval.values()) {
      if (interval != Interval.D1) {
        long to = end - interval.millis() + 1;
        long[] last = store.last(symbol, interval, Long.MIN_VALUE, to, 1).openAtMillis();
        if (last.length > 0 && (newest.isEmpty() || last[0] > newest.getAsLong())) {
          newest = OptionalLong.of(last[0]);
        }
      }
    }
    return newest;
  }

  private Grid grid(Interval interval) {
    Grid grid = grids.get(interval);
    if (grid == null) {
      throw new IllegalStateException("no grid of " + interval);
    }
    return grid;
  }
}
