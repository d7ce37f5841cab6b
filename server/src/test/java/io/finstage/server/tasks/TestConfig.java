package io.finstage.server.tasks;

import java.time.Duration;

/** Settings that tests change. */
final class TestConfig {

  static final Duration GRACE = Duration.ofSeconds(5);

  private TestConfig() {}

  /** Small enough for every bound to be met. */
  static TasksConfig small(int slots, int waitingMax) {
    return config(slots, waitingMax, Duration.ofSeconds(5), Duration.ofMinutes(1));
  }

  static TasksConfig leased(Duration heartbeat, Duration lease) {
    return config(4, 100_000, heartbeat, lease);
  }

  private static TasksConfig config(int slots, int waitingMax, Duration heartbeat, Duration lease) {
    return new TasksConfig(
        slots,
        waitingMax,
        4096,
        1 << 20,
        1024,
        100,
        3,
        10,
        100,
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofSeconds(1),
        Duration.ofMinutes(5),
        heartbeat,
        lease,
        3,
        GRACE,
        Duration.ofDays(1),
        Duration.ofDays(7),
        Duration.ofSeconds(10));
  }
}
