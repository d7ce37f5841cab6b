package io.finstage.bench;

import java.io.IOException;
import java.util.List;

/** Task queues, one after the other in processes of their own, in each round. */
final class TasksCase {

  /** A queue, and how many tasks it is given: it should take some seconds. */
  private record Runner(String name, int before, int count) {}

  private static final List<Runner> RUNNERS =
      List.of(
          new Runner("finstage-sqlite", 200_000, 400_000),
          new Runner("finstage-postgres", 40_000, 80_000),
          new Runner("finstage-two-postgres", 40_000, 120_000),
          new Runner("db-scheduler-postgres", 5_000, 15_000),
          new Runner("db-scheduler-h2", 5_000, 15_000),
          new Runner("jobrunr-postgres", 5_000, 15_000),
          new Runner("jobrunr-h2", 5_000, 15_000));

  private static final int SECONDS = 10;

  private TasksCase() {}

  static String run(BenchOptions options) throws IOException, InterruptedException {
    StringBuilder table =
        new StringBuilder(
            "### tasks\n\n| queue | tasks/s | submit to start, p50 ms | p99 ms |\n|---|--:|--:|--:|\n");
    for (int round = 0; round < options.rounds(); round++) {
      for (Runner runner : RUNNERS) {
        String row =
            OwnProcess.run(
                TaskRace.class,
                List.of(),
                runner.name(),
                Integer.toString(runner.before()),
                Integer.toString(runner.count()),
                Integer.toString(SECONDS));
        System.err.print(row);
        table.append(row);
      }
    }
    return table.toString();
  }

  /** What rows that are kept cost. */
  static String kept() throws IOException, InterruptedException {
    return "### tasks-kept\n\n| | tasks/s | live heap, MB |\n|---|--:|--:|\n"
        + OwnProcess.run(TaskKeeping.class, List.of());
  }
}
