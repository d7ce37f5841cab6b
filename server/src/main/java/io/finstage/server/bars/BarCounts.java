package io.finstage.server.bars;

import io.finstage.server.market.Interval;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** What the engine counts. Thread-safe. */
final class BarCounts {

  private final Map<Interval, LongAdder> built = perInterval();
  private final Map<Interval, LongAdder> corrected = perInterval();
  final LongAdder lateRefused = new LongAdder();
  final LongAdder queueFull = new LongAdder();
  final LongAdder symbolsMax = new LongAdder();

  void count(BarChange change) {
    if (change.correction()) {
      adder(corrected, change.interval()).increment();
    } else if (change.closed()) {
      adder(built, change.interval()).increment();
    }
  }

  Map<String, Long> built() {
    return read(built);
  }

  Map<String, Long> corrected() {
    return read(corrected);
  }

  Map<String, Long> lost() {
    return Map.of("QUEUE_FULL", queueFull.sum(), "SYMBOLS_MAX", symbolsMax.sum());
  }

  private static LongAdder adder(Map<Interval, LongAdder> adders, Interval interval) {
    return Objects.requireNonNull(adders.get(interval));
  }

  private static Map<Interval, LongAdder> perInterval() {
    Map<Interval, LongAdder> adders = new EnumMap<>(Interval.class);
    for (Interval interval : Interval.values()) {
      adders.put(interval, new LongAdder());
    }
    return adders;
  }

  private static Map<String, Long> read(Map<Interval, LongAdder> adders) {
    Map<String, Long> counts = new TreeMap<>();
    adders.forEach((interval, adder) -> counts.put(interval.toString(), adder.sum()));
    return counts;
  }
}
