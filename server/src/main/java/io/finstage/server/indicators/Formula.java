package io.finstage.server.indicators;

/**
 * An indicator of which step and peek are one formula, so that they cannot differ. Its {@code run}
 * is a loop of its own, where the formula is known and not called through a table.
 *
 * <p>The letters are those of the published formulas: o, h, l, c and v are the bar's open, high,
 * low, close and volume.
 */
abstract class Formula extends Indicator {

  /**
   * The values with this bar.
   *
   * @param moves whether the state goes on to this bar; otherwise nothing changes
   */
  abstract void at(boolean moves, double o, double h, double l, double c, double v, double[] out);

  @Override
  public final void step(
      long openAtMillis,
      double open,
      double high,
      double low,
      double close,
      double volume,
      double[] out) {
    at(true, open, high, low, close, volume, out);
  }

  @Override
  public final void peek(
      long openAtMillis,
      double open,
      double high,
      double low,
      double close,
      double volume,
      double[] out) {
    at(false, open, high, low, close, volume, out);
  }

  /** Through a smoothing. */
  static double through(boolean moves, Smoothing smoothing, double value) {
    return moves ? smoothing.next(value) : smoothing.peek(value);
  }

  /** Through a mean. */
  static double through(boolean moves, Mean mean, double value) {
    return moves ? mean.next(value) : mean.peek(value);
  }

  /** Through a window, which NaN passes by. */
  static double through(boolean moves, Window window, double value) {
    if (Double.isNaN(value)) {
      return Double.NaN;
    }
    return moves ? window.add(value) : window.sumWith(value);
  }

  /** What came n values ago. */
  static double through(boolean moves, Past past, double value) {
    return moves ? past.next(value) : past.peek();
  }

  /**
   * Greatest of the three distances that a bar may have covered since the last close: h - l, |h -
   * c'| and |l - c'|, which is that from the highest to the lowest of the three prices. NaN where
   * there is no close before.
   */
  static double trueRange(double h, double l, double previousClose) {
    return Math.max(h, previousClose) - Math.min(l, previousClose);
  }
}
