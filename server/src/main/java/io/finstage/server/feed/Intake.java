package io.finstage.server.feed;

import io.finstage.server.market.Symbol;
import io.finstage.server.market.Tick;
import java.time.Instant;

/**
 * What a running source reports to. Used by the thread that runs the source, and by no other; a
 * call may wait while the hub is busy.
 */
public interface Intake {

  /**
   * The source saw {@code tick}.
   *
   * @param receivedAt when the source took it in
   */
  void accept(Tick tick, Instant receivedAt);

  /** The source saw something that is no tick; it is counted and goes nowhere. */
  void refused(RefusalReason reason);

  /** The source knows that it missed events of {@code symbol}. */
  void gap(Symbol symbol);

  /** Until its next tick the source waits for the first subscriber: its silence is on purpose. */
  void waitingForSubscriber();
}
