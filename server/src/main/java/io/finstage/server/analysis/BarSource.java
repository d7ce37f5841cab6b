package io.finstage.server.analysis;

import io.finstage.server.market.BarSeries;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.time.Instant;
import java.util.Optional;

/** Where stored bars come from. Thread-safe; may block for as long as a disk takes. */
public interface BarSource {

  /**
   * The closed bars of a symbol that open within {@code [from, to)}, oldest first.
   *
   * @param max of more than these, the oldest {@code max}
   * @return empty where there are none
   */
  BarSeries bars(
      Symbol symbol, Interval interval, Optional<Instant> from, Optional<Instant> to, int max);
}
