package io.finstage.server.bars;

import io.finstage.server.market.Interval;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What is built and how long it is kept; conf/application.yaml says what each is for.
 *
 * @param enabled whether trades become bars; what is stored is served in any case
 * @param intervals that are told and kept
 * @param session what a day is
 * @param lateness how far behind the newest trade of its symbol one may be
 * @param symbolsMax symbols that may have bars; full: trades of a new one become none
 * @param queueMax trades that wait for the engine; full: the source waits, then a trade is lost
 * @param queueWait how long it waits
 * @param storeMax closed bars that wait to be written; full: the engine waits
 * @param hotMax bars per symbol and interval in memory
 * @param hotTotalMax bars in memory; full: those that were not asked for longest go
 * @param retention how much older than the newest bar of its symbol one may get; absent: for ever
 */
public record BarsConfig(
    boolean enabled,
    Set<Interval> intervals,
    Session session,
    Duration lateness,
    int symbolsMax,
    int queueMax,
    Duration queueWait,
    int storeMax,
    int hotMax,
    int hotTotalMax,
    Map<Interval, Duration> retention) {

  public BarsConfig {
    EnumSet<Interval> ordered = EnumSet.noneOf(Interval.class);
    ordered.addAll(intervals);
    intervals = Collections.unmodifiableSet(ordered);
    EnumMap<Interval, Duration> kept = new EnumMap<>(Interval.class);
    kept.putAll(retention);
    retention = Collections.unmodifiableMap(kept);
    if (lateness.isNegative() || queueWait.isNegative()) {
      throw new IllegalArgumentException("bars.lateness and bars.queue-wait must not be negative");
    }
    atLeastOne("symbols-max", symbolsMax);
    atLeastOne("queue-max", queueMax);
    atLeastOne("store-max", storeMax);
    atLeastOne("hot-max", hotMax);
    atLeastOne("hot-total-max", hotTotalMax);
  }

  /** What conf/application.yaml ships with. */
  public static BarsConfig defaults() {
    return new BarsConfig(
        true,
        EnumSet.allOf(Interval.class),
        Session.UTC,
        Duration.ofSeconds(5),
        10_000,
        65_536,
        Duration.ofMillis(250),
        100_000,
        1000,
        2_000_000,
        Map.of(Interval.S1, Duration.ofDays(3), Interval.M1, Duration.ofDays(400)));
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("bars." + name + " must be at least 1, not " + value);
    }
  }
}
