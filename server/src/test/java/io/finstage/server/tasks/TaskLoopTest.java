package io.finstage.server.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The queue with its own thread. */
class TaskLoopTest {

  @TempDir Path folder;

  @Test
  void whoWatchesATaskIsToldOfItsEndAndTheQueueCloses() throws Exception {
    List<Task> told = new CopyOnWriteArrayList<>();
    try (Database database =
            Database.open(
                DatabaseConfig.sqlite(folder),
                TaskQueue.PART,
                TaskQueue.MIGRATIONS,
                System::nanoTime);
        TaskQueue queue =
            new TaskQueue(
                TasksConfig.standard(),
                database,
                "node-1",
                Map.of(TaskKind.builtIn("echo", "", 0), TaskContext::payload),
                InstantSource.system(),
                new SplittableRandom(1))) {
      queue.start();
      SubmitOutcome outcome = queue.submit(Submission.of("echo", Bytes.utf8("x"))).join();
      Task task = ((SubmitOutcome.Created) outcome).task();
      try (AutoCloseable watch = queue.watch(task.id(), told::add).orElseThrow()) {
        Awaitility.await()
            .atMost(Duration.ofSeconds(10))
            .until(() -> !told.isEmpty() && told.getLast().state() == TaskState.SUCCEEDED);
        assertThat(watch).isNotNull();
      }
      assertThat(told).extracting(Task::revision).isSorted();
    }
  }
}
