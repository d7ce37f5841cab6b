package io.finstage.server.indicators;

import io.finstage.server.market.BarSeries;

/**
 * The state of one indicator over the bars of one symbol. Its inputs are never NaN: {@link
 * Computation} sees to that. Values are NaN while it warms up. Not thread-safe.
 *
 * <p>For whoever writes one: a final class whose comment has the formula, its source and where it
 * differs; {@code run} is a loop of the class's own over the same arithmetic as {@code step}, since
 * one shared loop would call through an interface for every bar. A faster kernel is allowed where
 * it pays, if it gives the same bits. A class and not an interface, since a live stream calls it
 * for every bar and calls through interfaces take longer.
 */
abstract class Indicator {

  /**
   * Takes a closed bar.
   *
   * @param openAtMillis start of the bar, milliseconds since 1970 UTC
   * @param out receives one value per output, in the order of the descriptor
   */
  abstract void step(
      long openAtMillis,
      double open,
      double high,
      double low,
      double close,
      double volume,
      double[] out);

  /** The values that {@link #step} would give for this bar, without moving. */
  abstract void peek(
      long openAtMillis,
      double open,
      double high,
      double low,
      double close,
      double volume,
      double[] out);

  /**
   * All values of a series, from a state that has seen nothing yet; leaves the state as after as
   * many steps.
   *
   * @param out one array per output, each as long as the series
   */
  abstract void run(BarSeries bars, double[][] out);

  /** Another one in the same state: a checkpoint. */
  abstract Indicator copy();
}
