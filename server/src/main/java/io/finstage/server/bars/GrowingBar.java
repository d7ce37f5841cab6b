package io.finstage.server.bars;

import io.finstage.server.market.Bar;
import io.finstage.server.market.Trade;
import java.time.Instant;

/**
 * A bar that still takes trades, in any order: it knows the times of its first and last trade, so a
 * late one becomes the open or the close only where it belongs. Of trades at the same time the one
 * that came first is the first. Not thread-safe.
 */
final class GrowingBar {

  final long openMillis;
  final long endMillis;
  private double open;
  private double high;
  private double low;
  private double close;
  private double volume;
  private long trades;
  private Instant firstAt;
  private Instant lastAt;

  /** Whether its interval is over. */
  boolean closed;

  /** When what changed it last was taken in. */
  Instant receivedAt;

  /** Whether it differs from what was told last. */
  boolean changed = true;

  /** Whether it was told to be closed, or began after its time: any change is a correction. */
  boolean toldClosed;

  GrowingBar(long openMillis, long endMillis, Trade first, Instant receivedAt) {
    this.receivedAt = receivedAt;
    this.openMillis = openMillis;
    this.endMillis = endMillis;
    this.open = first.price();
    this.high = first.price();
    this.low = first.price();
    this.close = first.price();
    this.volume = first.size();
    this.trades = 1;
    this.firstAt = first.at();
    this.lastAt = first.at();
  }

  void add(Trade trade, Instant receivedAt) {
    this.receivedAt = receivedAt;
    double price = trade.price();
    if (trade.at().isBefore(firstAt)) {
      firstAt = trade.at();
      open = price;
    }
    if (!trade.at().isBefore(lastAt)) {
      lastAt = trade.at();
      close = price;
    }
    high = Math.max(high, price);
    low = Math.min(low, price);
    // A sum of sizes, each of them finite, must not become what no bar may hold.
    volume = Math.min(volume + trade.size(), Double.MAX_VALUE);
    trades++;
    changed = true;
  }

  Bar bar() {
    return new Bar(Instant.ofEpochMilli(openMillis), open, high, low, close, volume, trades);
  }
}
