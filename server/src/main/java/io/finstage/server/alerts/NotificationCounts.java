package io.finstage.server.alerts;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What became of notifications. Thread-safe. */
final class NotificationCounts {

  private final Map<NotificationOutcome, LongAdder> counts =
      new EnumMap<>(NotificationOutcome.class);

  NotificationCounts() {
    for (NotificationOutcome outcome : NotificationOutcome.values()) {
      counts.put(outcome, new LongAdder());
    }
  }

  void add(NotificationOutcome outcome) {
    counts.getOrDefault(outcome, new LongAdder()).increment();
  }

  Map<NotificationOutcome, Long> read() {
    Map<NotificationOutcome, Long> read = new EnumMap<>(NotificationOutcome.class);
    counts.forEach((outcome, count) -> read.put(outcome, count.sum()));
    return read;
  }
}
