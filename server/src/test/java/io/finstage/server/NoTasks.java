package io.finstage.server;

import io.finstage.server.tasks.TasksStats;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The reading of a queue that has done nothing, for tests of other things. */
public final class NoTasks {

  public static final TasksStats STATS =
      new TasksStats(Map.of(), List.of(), nothing(), nothing(), 0, Duration.ZERO, 0, 0, 0, 0, 0);

  private NoTasks() {}

  private static TasksStats.Durations nothing() {
    return new TasksStats.Durations(List.of(1.0), List.of(0L, 0L), 0);
  }
}
