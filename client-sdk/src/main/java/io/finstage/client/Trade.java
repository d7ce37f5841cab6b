package io.finstage.client;

import java.time.Instant;
import java.util.Optional;

/**
 * One execution.
 *
 * @param symbol the server judges its form
 * @param price positive and finite
 * @param size zero or more, finite
 * @param at the source's time of the event; empty: the server's time
 */
public record Trade(String symbol, double price, double size, Optional<Instant> at)
    implements Tick {

  public Trade {
    if (!(price > 0 && Double.isFinite(price) && size >= 0 && Double.isFinite(size))) {
      throw new IllegalArgumentException("trade of " + symbol + ": " + size + " at " + price);
    }
  }

  /** An execution at {@code at}. */
  public static Trade of(String symbol, double price, double size, Instant at) {
    return new Trade(symbol, price, size, Optional.of(at));
  }

  /** An execution at the server's time. */
  public static Trade of(String symbol, double price, double size) {
    return new Trade(symbol, price, size, Optional.empty());
  }
}
