package io.finstage.server.bars;

import io.finstage.server.market.Interval;

/**
 * Where the bars of one interval begin and end. Remembers the bar that was asked for last, because
 * the next trade is nearly always in it. Not thread-safe.
 */
final class Grid {

  private final Interval interval;
  private final Session session;
  private long open = 1;
  private long end;

  Grid(Interval interval, Session session) {
    this.interval = interval;
    this.session = session;
  }

  /** Start of the bar that holds {@code atMillis}. */
  long open(long atMillis) {
    seek(atMillis);
    return open;
  }

  /** End of the bar that holds {@code atMillis}. */
  long end(long atMillis) {
    seek(atMillis);
    return end;
  }

  private void seek(long atMillis) {
    if (atMillis >= open && atMillis < end) {
      return;
    }
    if (interval == Interval.D1 && !session.equals(Session.UTC)) {
      open = session.openMillis(atMillis);
      end = session.endMillis(open);
    } else {
      open = interval.floor(atMillis);
      end = open + interval.millis();
    }
  }
}
