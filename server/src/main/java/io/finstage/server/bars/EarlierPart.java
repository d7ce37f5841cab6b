package io.finstage.server.bars;

import io.finstage.server.market.Bar;
import java.time.Instant;
import java.util.List;

/**
 * What the store has of a bar whose time began before the first trade that this process took in.
 *
 * @param openMillis start of the bar
 * @param endMillis its end; that of the part may be earlier
 * @param bar what the stored trades come to
 * @param firstAt not after the first of them
 * @param lastAt not before the last of them
 * @param complete whether the bar was over, and was not stored: nothing more comes but late trades
 */
record EarlierPart(
    long openMillis, long endMillis, Bar bar, Instant firstAt, Instant lastAt, boolean complete) {

  /**
   * A stored bar that is part of another, or all of it.
   *
   * @param endMillis its end
   */
  record Piece(Bar bar, long endMillis) {

    long openMillis() {
      return bar.openAt().toEpochMilli();
    }
  }

  /**
   * Folds pieces: the first opens, the last closes.
   *
   * @param pieces inside the bar, by time, not empty, none in another
   */
  static EarlierPart of(long openMillis, long endMillis, List<Piece> pieces, boolean complete) {
    Piece first = pieces.getFirst();
    Piece last = pieces.getLast();
    double high = first.bar.high();
    double low = first.bar.low();
    double volume = 0;
    long trades = 0;
    for (Piece piece : pieces) {
      high = Math.max(high, piece.bar.high());
      low = Math.min(low, piece.bar.low());
      volume = Math.min(volume + piece.bar.volume(), Double.MAX_VALUE);
      trades += piece.bar.trades();
    }
    Bar bar =
        new Bar(
            Instant.ofEpochMilli(openMillis),
            first.bar.open(),
            high,
            low,
            last.bar.close(),
            volume,
            trades);
    return new EarlierPart(
        openMillis,
        endMillis,
        bar,
        first.bar.openAt(),
        Instant.ofEpochMilli(last.endMillis).minusNanos(1),
        complete);
  }
}
