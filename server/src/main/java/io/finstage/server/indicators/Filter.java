package io.finstage.server.indicators;

/**
 * One value in, one value out, with a memory: what moving averages are made of, and what indicators
 * that smooth something else are composed of. Not thread-safe.
 *
 * <p>NaN in gives NaN out and leaves the state as it is, so filters can be chained: the second
 * waits while the first warms up.
 */
abstract class Filter {

  /** Takes a value in; NaN while warming up. */
  abstract double next(double value);

  /** What {@link #next} would return, without moving. */
  abstract double peek(double value);

  /**
   * {@link #next} for each value of a column; a loop of the class's own, so that the calls in it
   * are not through an interface.
   *
   * @param out as long as {@code in}; may be the same array
   */
  abstract void run(double[] in, double[] out);

  /** Another one in the same state. */
  abstract Filter copy();
}
