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

  /** A bar of which nothing but what was stored is known. */
  GrowingBar(EarlierPart part, Instant now) {
    Bar bar = part.bar();
    this.receivedAt = now;
    this.openMillis = part.openMillis();
    this.endMillis = part.endMillis();
    this.open = bar.open();
    this.high = bar.high();
    this.low = bar.low();
    this.close = bar.close();
    this.volume = bar.volume();
    this.trades = bar.trades();
    this.firstAt = part.firstAt();
    this.lastAt = part.lastAt();
  }

  /** Takes in what was stored of it. At the same time as a trade, the stored ones came first. */
  void add(EarlierPart part) {
    Bar bar = part.bar();
    if (!part.firstAt().isAfter(firstAt)) {
      firstAt = part.firstAt();
      open = bar.open();
    }
    if (part.lastAt().isAfter(lastAt)) {
      lastAt = part.lastAt();
      close = bar.close();
    }
    high = Math.max(high, bar.high());
    low = Math.min(low, bar.low());
    volume = Math.min(volume + bar.volume(), Double.MAX_VALUE);
    trades += bar.trades();
    changed = true;
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
