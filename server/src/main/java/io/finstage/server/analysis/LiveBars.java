package io.finstage.server.analysis;

import io.finstage.server.market.Bar;
import io.finstage.server.market.BarSeries;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.util.Optional;

/** What live indicators begin with. Thread-safe; may block for as long as a disk takes. */
public interface LiveBars {

  /** The newest {@code count} closed bars, oldest first; fewer where there are no more. */
  BarSeries last(Symbol symbol, Interval interval, int count);

  /** The bar that forms now; empty when there is none. */
  Optional<Bar> forming(Symbol symbol, Interval interval);
}
