package io.finstage.server.hub;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** What the hub counts while it runs. Thread-safe. */
final class HubCounters {

  final CompletableFuture<Void> firstSubscription = new CompletableFuture<>();
  final LongAdder published = new LongAdder();
  final LongAdder conflated = new LongAdder();
  final LongAdder demoted = new LongAdder();
  final LatencyBuckets deliveryLatency = new LatencyBuckets();
  private final Map<Wire, LongAdder> subscribers = perKey(Wire.class);
  private final Map<Wire, LongAdder> deliveries = perKey(Wire.class);
  private final Map<Gap.Cause, LongAdder> gaps = perKey(Gap.Cause.class);

  LongAdder subscribers(Wire wire) {
    return of(subscribers, wire);
  }

  LongAdder deliveries(Wire wire) {
    return of(deliveries, wire);
  }

  void announced(Gap gap) {
    of(gaps, gap.cause()).increment();
  }

  HubStats read(long symbols, long topics) {
    return new HubStats(
        sums(subscribers),
        sums(deliveries),
        conflated.sum(),
        sums(gaps),
        published.sum(),
        symbols,
        topics,
        demoted.sum(),
        deliveryLatency.read());
  }

  private static <K extends Enum<K>> Map<K, LongAdder> perKey(Class<K> type) {
    Map<K, LongAdder> adders = new EnumMap<>(type);
    for (K key : type.getEnumConstants()) {
      adders.put(key, new LongAdder());
    }
    return adders;
  }

  private static <K> LongAdder of(Map<K, LongAdder> adders, K key) {
    LongAdder adder = adders.get(key);
    if (adder == null) {
      throw new IllegalStateException("no counter for " + key);
    }
    return adder;
  }

  private static <K> Map<K, Long> sums(Map<K, LongAdder> adders) {
    return adders.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().sum()));
  }
}
