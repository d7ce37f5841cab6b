package io.finstage.server.bars;

import io.finstage.server.market.Bar;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The newest bars of symbols that were asked for, in memory: what the store holds, and what is on
 * its way there. A symbol and interval enters when somebody asks for its last bars, and leaves when
 * others need the room and it was not asked for longest. Thread-safe.
 */
final class HotBars {

  /** Whose bars. */
  record Key(Symbol symbol, Interval interval) {}

  /** The newest bars of one symbol and interval, oldest first. Thread-safe. */
  static final class Tail {
    private final int max;
    private final BarColumns columns = new BarColumns();
    private boolean loaded;
    private boolean whole;

    private Tail(int max) {
      this.max = max;
    }

    /**
     * Fills it with what the store holds; what came meanwhile stays, where it may.
     *
     * @param all whether the store holds no more than this
     */
    synchronized void load(BarColumns stored, boolean all) {
      if (columns.size() == 0) {
        columns.takeAll(stored);
        loaded = true;
        whole = all;
        return;
      }
      for (int i = 0; i < stored.size(); i++) {
        int at = columns.indexOf(stored.openAt(i));
        if (at == columns.size() || columns.openAt(at) != stored.openAt(i)) {
          columns.insert(at, stored.bar(i));
        } else if (!Origin.BUILT.replaces(stored.trades(i), columns.trades(at))) {
          columns.set(at, stored.bar(i));
        }
      }
      loaded = true;
      whole = all && columns.size() <= max;
      columns.keepLast(max);
    }

    /** The last {@code count}; empty when it does not hold as many. */
    synchronized <T> Optional<T> last(int count, Reader<T> reader) {
      if (!loaded || (count > columns.size() && !whole)) {
        return Optional.empty();
      }
      return Optional.of(reader.read(columns, Math.max(0, columns.size() - count), columns.size()));
    }

    /** Bars of a range; empty when some of it may only be in the store. */
    synchronized <T> Optional<T> range(long from, long to, int limit, Reader<T> reader) {
      boolean covered = whole || (columns.size() > 0 && columns.openAt(0) <= from);
      if (!loaded || !covered) {
        return Optional.empty();
      }
      int first = columns.indexOf(from);
      int end = Math.min(columns.indexOf(to), first + limit);
      return Optional.of(reader.read(columns, first, Math.max(first, end)));
    }

    synchronized boolean isLoaded() {
      return loaded;
    }

    private synchronized void put(Bar bar, Origin origin) {
      long openAt = bar.openAt().toEpochMilli();
      int at = columns.indexOf(openAt);
      if (at < columns.size() && columns.openAt(at) == openAt) {
        if (origin.replaces(columns.trades(at), bar.trades())) {
          columns.set(at, bar);
        }
      } else if (at > 0 || whole || !loaded || columns.size() == 0) {
        columns.insert(at, bar);
        whole &= columns.size() <= max;
        columns.keepLast(max);
      }
    }
  }

  /** What is made of bars {@code from} to {@code to} while nothing changes them. */
  interface Reader<T> {
    T read(BarColumns columns, int from, int to);
  }

  private final int tailMax;
  private final int totalMax;
  private final LinkedHashMap<Key, Tail> tails = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param tailMax bars per symbol and interval
   * @param totalMax bars in all
   */
  HotBars(int tailMax, int totalMax) {
    this.tailMax = tailMax;
    this.totalMax = totalMax;
  }

  int tailMax() {
    return tailMax;
  }

  /** The tail of that name, made when it is not there; not loaded then. */
  Tail open(Key key) {
    synchronized (tails) {
      Tail tail = tails.get(key);
      if (tail == null) {
        tail = new Tail(tailMax);
        tails.put(key, tail);
        makeRoom(key);
      }
      return tail;
    }
  }

  /** Puts a bar where somebody has asked for its like. */
  void put(SymbolBar bar, Origin origin) {
    Tail tail = get(new Key(bar.symbol(), bar.interval()));
    if (tail != null) {
      tail.put(bar.bar(), origin);
    }
  }

  /** Forgets all: somebody else has changed the store. */
  void clear() {
    synchronized (tails) {
      tails.clear();
    }
  }

  private @Nullable Tail get(Key key) {
    synchronized (tails) {
      // Not a use: what is only written, and never read, may go.
      return tails.isEmpty() ? null : tails.get(key);
    }
  }

  /** Every tail counts as full, since it may become so. */
  private void makeRoom(Key newest) {
    int tailsMax = Math.max(1, totalMax / tailMax);
    Iterator<Map.Entry<Key, Tail>> oldest = tails.entrySet().iterator();
    while (tails.size() > tailsMax && oldest.hasNext()) {
      if (!oldest.next().getKey().equals(newest)) {
        oldest.remove();
      }
    }
  }
}
