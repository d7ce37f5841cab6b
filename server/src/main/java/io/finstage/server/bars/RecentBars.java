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
    while (!bars.isEmpty() && bars.getFirst().closed && bars.getFirst().endMillis <= atMillis) {
      bars.removeFirst();
    }
  }
}
