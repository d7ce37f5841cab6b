package io.finstage.server.feed;

import io.finstage.server.market.Symbol;
import io.finstage.server.market.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What outlives the runs of a source: its counts, and the symbols that must be told when it comes
 * back. The thread of the current run writes, one run after the other; any thread may read the
 * counts.
 */
final class FeedCounts {

  private static final long NO_AGE = Long.MIN_VALUE;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final TickSink sink;
  private final int symbolsMax;
  private final RefusalCounts refusals = new RefusalCounts();
  private final AtomicLong ticks = new AtomicLong();
  private final AtomicLong restarts = new AtomicLong();
  private final AtomicLong gaps = new AtomicLong();
  private final AtomicLong ageNanos = new AtomicLong(NO_AGE);
  private final Set<Symbol> named = new HashSet<>();
  private boolean cameBack;

  FeedCounts(TickSink sink, int symbolsMax) {
    this.sink = sink;
    this.symbolsMax = symbolsMax;
  }

  /** A new run follows one that was lost. Called before its thread starts. */
  void restarted() {
    restarts.incrementAndGet();
    cameBack = true;
  }

  /** Hands a tick on; whether it was taken. */
  boolean deliver(Tick tick, Instant receivedAt) {
    if (cameBack) {
      tellGaps();
    }
    Optional<RefusalReason> refusal = sink.accept(tick, receivedAt);
    if (refusal.isPresent()) {
      refusals.add(refusal.get());
      return false;
    }
    ageNanos.lazySet(nanosBetween(tick.at(), receivedAt));
    ticks.lazySet(ticks.getPlain() + 1);
    return true;
  }

  /** A symbol was seen for the first time in a run. */
  void name(Symbol symbol) {
    if (named.size() < symbolsMax) {
      named.add(symbol);
    }
  }

  void gap(Symbol symbol) {
    gaps.incrementAndGet();
    sink.gap(symbol);
  }

  RefusalCounts refusals() {
    return refusals;
  }

  long ticks() {
    return ticks.get();
  }

  long restarts() {
    return restarts.get();
  }

  long gaps() {
    return gaps.get();
  }

  Optional<Duration> lastAge() {
    long nanos = ageNanos.get();
    return nanos == NO_AGE ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
  }

  /**
   * Nobody knows what was missed while the source was away, so every symbol it had named is told,
   * once per outage, as soon as the source is back.
   */
  private void tellGaps() {
    cameBack = false;
    named.forEach(this::gap);
  }

  private static long nanosBetween(Instant at, Instant receivedAt) {
    return (receivedAt.getEpochSecond() - at.getEpochSecond()) * NANOS_PER_SECOND
        + (receivedAt.getNano() - at.getNano());
  }
}
