package io.finstage.server.hub;

import io.finstage.server.market.Symbol;
import io.finstage.server.market.Tick;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One symbol on its way through the hub: gives sequences and remembers. Publishing locks the
 * channel, so that items enter every shard in the order of their sequences; reading does not lock.
 */
final class SymbolChannel {

  private final Symbol symbol;
  private final ReplayRing ring;
  private volatile @Nullable PriceUpdate last;
  private volatile long sequence;

  SymbolChannel(Symbol symbol, int ringMax) {
    this.symbol = symbol;
    this.ring = new ReplayRing(ringMax);
  }

  synchronized void publish(Tick tick, Instant receivedAt, List<Shard> shards) {
    PriceUpdate update = PriceUpdate.after(last, tick, sequence + 1, receivedAt);
    ring.put(update);
    last = update;
    enter(update, shards);
  }

  synchronized void upstreamHole(List<Shard> shards) {
    UpstreamHole hole = new UpstreamHole(symbol, sequence + 1);
    ring.put(hole);
    enter(hole, shards);
  }

  Symbol symbol() {
    return symbol;
  }

  /**
   * Sequence of the newest item; 0 before the first. Whoever reads it finds the item in the ring.
   */
  long sequence() {
    return sequence;
  }

  /** The newest update; null before the first. */
  @Nullable PriceUpdate last() {
    return last;
  }

  ReplayRing ring() {
    return ring;
  }

  private void enter(Sequenced item, List<Shard> shards) {
    sequence = item.sequence();
    for (Shard shard : shards) {
      shard.put(item);
    }
  }
}
