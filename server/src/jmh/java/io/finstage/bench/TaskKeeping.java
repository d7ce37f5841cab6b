package io.finstage.bench;

import io.finstage.server.database.DatabaseConfig;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.Locale;

/**
 * What a million tasks that have ended and are kept cost: the rate of new ones before and after,
 * and how much of the heap is live.
 */
final class TaskKeeping {

  private static final int WARM_UP = 100_000;
  private static final int KEPT = 1_000_000;
  private static final int MEASURED = 300_000;

  private TaskKeeping() {}

  /** No arguments. */
  public static void main(String[] args) throws Exception {
    TaskTally tally = new TaskTally();
    TaskRace race = new TaskRace(tally);
    try (FinstageTasks engine =
        new FinstageTasks(
            DatabaseConfig.sqlite(Files.createTempDirectory("task-keeping")), "node", tally)) {
      race.submit(WARM_UP, engine);
      row("few rows kept", race.rate(MEASURED, engine));
      race.submit(KEPT, engine);
      row("1 M more rows kept", race.rate(MEASURED, engine));
    }
    System.exit(0);
  }

  private static void row(String what, double rate) {
    System.gc();
    double live = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
    System.out.printf(Locale.ROOT, "| %s | %,.0f | %.0f |%n", what, rate, live);
  }
}
