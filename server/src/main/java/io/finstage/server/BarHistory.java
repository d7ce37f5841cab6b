package io.finstage.server;

import io.finstage.server.analysis.BarSource;
import io.finstage.server.analysis.LiveBars;
import io.finstage.server.bars.BarChange;
import io.finstage.server.bars.Bars;
import io.finstage.server.market.Bar;
import io.finstage.server.market.BarSeries;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.time.Instant;
import java.util.Optional;

/** What the analysis reads: stored bars, and the one that forms. */
record BarHistory(Bars bars) implements BarSource, LiveBars {

  @Override
  public BarSeries bars(
      Symbol symbol, Interval interval, Optional<Instant> from, Optional<Instant> to, int max) {
    return bars.store()
        .series(
            symbol,
            interval,
            from.map(BarHistory::ceilMillis).orElse(Long.MIN_VALUE),
            to.map(BarHistory::ceilMillis).orElse(Long.MAX_VALUE),
            max);
  }

  @Override
  public BarSeries last(Symbol symbol, Interval interval, int count) {
    return bars.store().last(symbol, interval, count);
  }

  @Override
  public Optional<Bar> forming(Symbol symbol, Interval interval) {
    return bars.current(symbol, interval).filter(change -> !change.closed()).map(BarChange::bar);
  }

  /** Bars open at whole milliseconds: the first that is not before the time. */
  private static long ceilMillis(Instant at) {
    return at.plusNanos(999_999).toEpochMilli();
  }
}
