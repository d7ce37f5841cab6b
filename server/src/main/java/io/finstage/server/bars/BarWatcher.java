package io.finstage.server.bars;

import io.finstage.server.market.Symbol;

/** Who is told of every change of a bar. */
@FunctionalInterface
public interface BarWatcher {

  /**
   * One bar changed. Called by the engine's thread, in the order of events within a symbol and
   * interval; must be quick, since all bars wait for it. What it throws is logged and changes
   * nothing.
   */
  void changed(BarChange change);

  /**
   * The source may have lost trades of {@code symbol} after those that were told: bars that form
   * now may be short of them. Called as {@link #changed} is.
   */
  default void lost(Symbol symbol) {}
}
