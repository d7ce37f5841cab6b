package io.finstage.server.bars;

/** Where a bar comes from: what it may replace. */
public enum Origin {
  /**
   * From trades. It replaces a stored bar that has no more trades than it: a bar that was begun
   * again after a restart, in the middle, does not replace the whole one.
   */
  BUILT,
  /** From a file, because someone asked for it. It replaces any. */
  IMPORTED;

  boolean replaces(long tradesBefore, long tradesNow) {
    return switch (this) {
      case BUILT -> tradesNow >= tradesBefore;
      case IMPORTED -> true;
    };
  }
}
