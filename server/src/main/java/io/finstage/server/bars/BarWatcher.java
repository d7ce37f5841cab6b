package io.finstage.server.bars;

/** Who is told of every change of a bar. */
@FunctionalInterface
public interface BarWatcher {

  /**
   * One bar changed. Called by the engine's thread, in the order of events within a symbol and
   * interval; must be quick, since all bars wait for it. What it throws is logged and changes
   * nothing.
   */
  void changed(BarChange change);
}
