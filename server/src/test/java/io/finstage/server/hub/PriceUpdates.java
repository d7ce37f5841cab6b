package io.finstage.server.hub;

import io.finstage.server.market.Tick;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Updates for tests of the wires, which cannot make their own. */
public final class PriceUpdates {

  private PriceUpdates() {}

  /** The state after {@code tick}. */
  public static PriceUpdate after(
      @Nullable PriceUpdate before, Tick tick, long sequence, Instant receivedAt) {
    return PriceUpdate.after(Aspect.prices().of(tick.symbol()), before, tick, sequence, receivedAt);
  }
}
