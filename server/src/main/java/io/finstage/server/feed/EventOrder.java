package io.finstage.server.feed;

import io.finstage.server.feed.CheckedTick.Refused;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Refuses what goes backwards: a tick older than the newest one of its symbol by more than a
 * tolerance.
 *
 * <p>Why a tolerance: venues report trades a little out of order, and those are true. A big step
 * back is a source that starts its day again, mixes two streams or lost its clock: subscribers
 * would take old prices for new ones. A source that numbers its events checks the numbers in its
 * own codec, before this: a number that does not rise is refused there, a jump is reported as a
 * gap.
 *
 * <p>One per connection of a source: a new connection begins anew. Not thread-safe.
 */
public final class EventOrder {

  private final Duration tolerance;
  private final int symbolsMax;
  private final Map<Symbol, Newest> newest = new HashMap<>();

  /**
   * @param tolerance how far a tick may be behind the newest of its symbol
   * @param symbolsMax symbols remembered; full: ticks of others pass unchecked (the hub refuses
   *     symbols beyond its own limit)
   */
  public EventOrder(Duration tolerance, int symbolsMax) {
    if (tolerance.isNegative()) {
      throw new IllegalArgumentException("tolerance must not be negative, not " + tolerance);
    }
    if (symbolsMax < 1) {
      throw new IllegalArgumentException("symbols-max must be at least 1, not " + symbolsMax);
    }
    this.tolerance = tolerance;
    this.symbolsMax = symbolsMax;
  }

  /**
   * Empty if {@code tick} may pass; it then counts for those after it.
   *
   * @param now the server's time. A newest event that lies ahead of it proves nothing, since then
   *     the clock was set back: the order of its symbol begins anew with {@code tick}
   */
  public Optional<Refused> check(Tick tick, Instant now) {
    Newest known = newest.get(tick.symbol());
    if (known == null) {
      if (newest.size() < symbolsMax) {
        newest.put(tick.symbol(), new Newest(tick.at(), tolerance));
      }
      return Optional.empty();
    }
    if (tick.at().isBefore(known.oldestAllowed)) {
      if (known.at.isAfter(now)) {
        known.restart(tick.at(), tolerance);
        return Optional.empty();
      }
      return Optional.of(
          new Refused(
              "timestamp",
              RefusalReason.TIMESTAMP_BACKWARD,
              "timestamp "
                  + tick.at()
                  + " is more than "
                  + tolerance
                  + " behind the newest of "
                  + tick.symbol()
                  + ", "
                  + known.at));
    }
    if (tick.at().isAfter(known.at)) {
      known.restart(tick.at(), tolerance);
    }
    return Optional.empty();
  }

  /** Symbols remembered. */
  int size() {
    return newest.size();
  }

  private static final class Newest {
    private Instant at;
    private Instant oldestAllowed;

    Newest(Instant at, Duration tolerance) {
      this.at = at;
      this.oldestAllowed = at.minus(tolerance);
    }

    void restart(Instant newest, Duration tolerance) {
      at = newest;
      oldestAllowed = newest.minus(tolerance);
    }
  }
}
