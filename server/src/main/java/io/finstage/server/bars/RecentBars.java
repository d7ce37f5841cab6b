package io.finstage.server.bars;

import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Trade;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The bars of one symbol and interval that a trade may still change: the one that forms, and those
 * that closed less than the lateness ago. Not thread-safe.
 */
final class RecentBars {

  private final Symbol symbol;
  private final Interval interval;
  private final Grid grid;

  /** By time, oldest first; nearly always one or two. */
  private final List<GrowingBar> bars = new ArrayList<>(2);

  /** What the store has of bars that no trade of this process has touched. Soon empty. */
  private final List<EarlierPart> earlier = new ArrayList<>(0);

  RecentBars(Symbol symbol, Interval interval, Grid grid) {
    this.symbol = symbol;
    this.interval = interval;
    this.grid = grid;
  }

  /**
   * @param atMillis the trade's time
   */
  void add(Trade trade, long atMillis, Instant receivedAt) {
    int i = bars.size() - 1;
    while (i >= 0 && bars.get(i).openMillis > atMillis) {
      i--;
    }
    if (i >= 0 && atMillis < bars.get(i).endMillis) {
      bars.get(i).add(trade, receivedAt);
      return;
    }
    GrowingBar bar = new GrowingBar(grid.open(atMillis), grid.end(atMillis), trade, receivedAt);
    if (i < bars.size() - 1) {
      bar.closed = true;
      bar.toldClosed = true;
    }
    bars.add(i + 1, bar);
    takeEarlier(bar);
  }

  Interval interval() {
    return interval;
  }

  /** Takes in what the store has of bars that were forming when the process before ended. */
  void begin(List<EarlierPart> parts, Instant now) {
    earlier.addAll(parts);
    bars.forEach(this::takeEarlier);
    for (EarlierPart part : List.copyOf(earlier)) {
      if (part.complete()) {
        earlier.remove(part);
        GrowingBar bar = new GrowingBar(part, now);
        bar.closed = true;
        bars.add(indexAfter(part.openMillis()), bar);
      }
    }
  }

  /** Closes what ends at {@code atMillis} or before; whether anything did. */
  boolean close(long atMillis, Instant now) {
    boolean any = false;
    for (GrowingBar bar : bars) {
      if (!bar.closed && bar.endMillis <= atMillis) {
        bar.closed = true;
        bar.changed = true;
        bar.receivedAt = now;
        any = true;
      }
    }
    return any;
  }

  /** Tells what changed, oldest first. */
  void tell(Consumer<BarChange> out) {
    for (GrowingBar bar : bars) {
      if (bar.changed) {
        bar.changed = false;
        out.accept(
            new BarChange(symbol, interval, bar.bar(), bar.closed, bar.toldClosed, bar.receivedAt));
        bar.toldClosed = bar.closed;
      }
    }
  }

  /** Forgets closed bars that no trade at {@code atMillis} or later can change. */
  void forget(long atMillis) {
    if (!earlier.isEmpty()) {
      earlier.removeIf(part -> part.endMillis() <= atMillis);
    }
    while (!bars.isEmpty() && bars.getFirst().closed && bars.getFirst().endMillis <= atMillis) {
      bars.removeFirst();
    }
  }

  private void takeEarlier(GrowingBar bar) {
    for (int i = 0; i < earlier.size(); i++) {
      if (earlier.get(i).openMillis() == bar.openMillis) {
        bar.add(earlier.remove(i));
        return;
      }
    }
  }

  private int indexAfter(long openMillis) {
    int i = bars.size();
    while (i > 0 && bars.get(i - 1).openMillis > openMillis) {
      i--;
    }
    return i;
  }
}
