package io.finstage.server.feed;

import io.finstage.server.market.Symbol;
import io.finstage.server.market.Tick;
import java.time.Instant;
import java.util.Optional;

/** Where ticks go. Thread-safe; a call may wait while what is behind it is busy. */
public interface TickSink {

  /**
   * Takes a tick.
   *
   * @param receivedAt when this server took it in
   * @return why it was refused; empty when it was taken
   */
  Optional<RefusalReason> accept(Tick tick, Instant receivedAt);

  /** Events of {@code symbol} may be missing before the next one. */
  void gap(Symbol symbol);
}
