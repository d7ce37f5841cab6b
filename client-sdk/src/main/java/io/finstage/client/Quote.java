package io.finstage.client;

import java.time.Instant;
import java.util.Optional;

/**
 * Best bid and ask.
 *
 * @param symbol the server judges its form
 * @param bid positive and finite
 * @param ask positive and finite; below {@code bid} in a crossed market
 * @param at the source's time of the event; empty: the server's time
 */
public record Quote(String symbol, double bid, double ask, Optional<Instant> at) implements Tick {

  public Quote {
    if (!(bid > 0 && Double.isFinite(bid) && ask > 0 && Double.isFinite(ask))) {
      throw new IllegalArgumentException("quote of " + symbol + ": " + bid + ", " + ask);
    }
  }

  /** A quote at {@code at}. */
  public static Quote of(String symbol, double bid, double ask, Instant at) {
    return new Quote(symbol, bid, ask, Optional.of(at));
  }

  /** A quote at the server's time. */
  public static Quote of(String symbol, double bid, double ask) {
    return new Quote(symbol, bid, ask, Optional.empty());
  }
}
