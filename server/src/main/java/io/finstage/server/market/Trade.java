package io.finstage.server.market;

import java.time.Instant;

/**
 * One execution.
 *
 * @param price positive and finite
 * @param size not negative and finite
 */
public record Trade(Symbol symbol, double price, double size, Instant at) implements Tick {

  public Trade {
    if (!(price > 0 && Double.isFinite(price))) {
      throw new IllegalArgumentException("price must be positive and finite, not " + price);
    }
    if (!(size >= 0 && Double.isFinite(size))) {
      throw new IllegalArgumentException("size must be finite and not negative, not " + size);
    }
  }
}
