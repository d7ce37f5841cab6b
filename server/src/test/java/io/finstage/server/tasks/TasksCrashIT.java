package io.finstage.server.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that submits and runs tasks is killed at random moments, round after round on the same
 * file: no task that it was told to be on disk is lost, no completion forgotten, and the next life
 * ends all that was begun. {@code -Dfinstage.crash.rounds=20} for more rounds.
 */
class TasksCrashIT {

  private static final int ROUNDS = Integer.getInteger("finstage.crash.rounds", 3);
  private static final int LINES_MAX = 4000;
  private static final long SEED = 42;

  @TempDir Path folder;

  @Test
  void aKillLosesNoAcknowledgedTaskAndForgetsNoCompletion() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    Set<Long> tasks = new HashSet<>();
    Set<Long> completions = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (String line : killAfter(random.nextInt(1, LINES_MAX))) {
        (line.startsWith("S ") ? tasks : completions).add(Long.parseLong(line.substring(2)));
      }
      Map<Long, TaskState> stored = stored();
      assertThat(tasks).as("lost: seed %d, round %d", SEED, round).isSubsetOf(stored.keySet());
      assertThat(completions)
          .as("forgotten: seed %d, round %d", SEED, round)
          .allMatch(id -> stored.get(id) == TaskState.SUCCEEDED);
    }
    finish();
    assertThat(stored().values()).containsOnly(TaskState.SUCCEEDED);
    System.out.printf(
        "%d kills: %,d tasks and %,d completions, none lost%n",
        ROUNDS, tasks.size(), completions.size());
  }

  /** Runs what is left, in a life that ends well. */
  private void finish() {
    try (Database database = open();
        TaskQueue queue =
            new TaskQueue(
                TasksConfig.standard(),
                database,
                "last",
                Map.of(
                    TaskKind.builtIn("echo", "", 0), TaskContext::payload,
                    TaskKind.builtIn("lent", "", 0), TaskContext::payload),
                InstantSource.system(),
                new SplittableRandom(SEED))) {
      queue.start();
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> {
            TasksStats stats = queue.stats();
            return stats.turns() > 0
                && stats.states().entrySet().stream()
                    .allMatch(it -> it.getKey().isEnd() || it.getValue() == 0);
          });
    }
  }

  private Map<Long, TaskState> stored() {
    try (Database database = open()) {
      return new TaskStore(database)
          .read(sql ->
              sql.query("SELECT id, state FROM task").stream()
                  .collect(
                      Collectors.toMap(
                          row -> row.number(0), row -> TaskState.valueOf(row.text(1)))));
    }
  }

  private Database open() {
    return Database.open(
        DatabaseConfig.sqlite(folder), TaskQueue.PART, TaskQueue.MIGRATIONS, System::nanoTime);
  }

  /** Lets it say so much, and kills it; returns what it said. */
  private List<String> killAfter(int lines) throws Exception {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                CrashingQueue.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(out.toFile())
            .start();
    try {
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> lines(out).size() >= lines);
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return lines(out);
  }

  /** What it said; a line that was cut short does not count. */
  private static List<String> lines(Path out) throws IOException {
    String text = Files.readString(out);
    return text.substring(0, text.lastIndexOf("\n") + 1).lines().toList();
  }
}
