package io.finstage.server.feed;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Refused ticks, counted by reason. Thread-safe. */
public final class RefusalCounts {

  /** Complete from the start and never changed, so that it can be read without a lock. */
  private final Map<RefusalReason, LongAdder> counts = new EnumMap<>(RefusalReason.class);

  public RefusalCounts() {
    for (RefusalReason reason : RefusalReason.values()) {
      counts.put(reason, new LongAdder());
    }
  }

  /** Counts one. */
  public void add(RefusalReason reason) {
    LongAdder count = counts.get(reason);
    if (count != null) {
      count.increment();
    }
  }

  /** The counts so far; a reason that never happened is absent. */
  public Map<RefusalReason, Long> reading() {
    Map<RefusalReason, Long> reading = new EnumMap<>(RefusalReason.class);
    counts.forEach((reason, count) -> {
      if (count.sum() > 0) {
        reading.put(reason, count.sum());
      }
    });
    return reading;
  }
}
