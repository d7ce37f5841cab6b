package io.finstage.server.market;

import java.time.Instant;

/**
 * The best bid and the best ask at one moment. They may cross: venues do.
 *
 * @param bid positive and finite
 * @param ask positive and finite
 */
public record Quote(Symbol symbol, double bid, double ask, Instant at) implements Tick {

  public Quote {
    if (!(bid > 0 && Double.isFinite(bid))) {
      throw new IllegalArgumentException("bid must be positive and finite, not " + bid);
    }
    if (!(ask > 0 && Double.isFinite(ask))) {
      throw new IllegalArgumentException("ask must be positive and finite, not " + ask);
    }
  }
}
