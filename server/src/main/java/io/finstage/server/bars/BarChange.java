package io.finstage.server.bars;

import io.finstage.server.market.Bar;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.time.Instant;

/**
 * A bar as it is now, after something happened to it.
 *
 * @param bar all of it
 * @param closed whether its interval is over
 * @param correction whether it was told to be closed before, or a bar after it began before it did:
 *     a late trade belongs to it
 * @param receivedAt when this server took in the trade that led to it, or found its time to be over
 */
public record BarChange(
    Symbol symbol,
    Interval interval,
    Bar bar,
    boolean closed,
    boolean correction,
    Instant receivedAt) {

  public BarChange {
    if (correction && !closed) {
      throw new IllegalArgumentException("only a closed bar is corrected: " + bar);
    }
  }
}
