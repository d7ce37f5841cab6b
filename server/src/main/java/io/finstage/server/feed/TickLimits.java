package io.finstage.server.feed;

import java.time.Duration;

/**
 * Bounds of a sane tick.
 *
 * @param priceMax largest price, bid or ask: sums of squares of it must stay finite
 * @param sizeMax largest size: sums of it must stay exact enough
 * @param futureTolerance how far the source's clock may be ahead of ours
 */
public record TickLimits(double priceMax, double sizeMax, Duration futureTolerance) {

  public TickLimits {
    if (!(priceMax > 0 && Double.isFinite(priceMax))) {
      throw new IllegalArgumentException("price-max must be positive, not " + priceMax);
    }
    if (!(sizeMax > 0 && Double.isFinite(sizeMax))) {
      throw new IllegalArgumentException("size-max must be positive, not " + sizeMax);
    }
    if (futureTolerance.isNegative()) {
      throw new IllegalArgumentException(
          "future-tolerance must not be negative, not " + futureTolerance);
    }
  }

  /** 1e15 for prices and sizes, one minute ahead. */
  public static TickLimits defaults() {
    return new TickLimits(1e15, 1e15, Duration.ofMinutes(1));
  }
}
