package io.finstage.bench;

import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseConfig;
import io.finstage.server.tasks.Bytes;
import io.finstage.server.tasks.Submission;
import io.finstage.server.tasks.SubmitOutcome;
import io.finstage.server.tasks.TaskKind;
import io.finstage.server.tasks.TaskQueue;
import io.finstage.server.tasks.TasksConfig;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;

/** Our queue in process, as the server has it. */
final class FinstageTasks implements TaskEngine {

  private static final String KIND = "noop";

  private final Database database;
  private final TaskQueue queue;

  FinstageTasks(DatabaseConfig config, String node, TaskTally tally) {
    this.database = Database.open(config, TaskQueue.PART, TaskQueue.MIGRATIONS, System::nanoTime);
    this.queue =
        new TaskQueue(
            TasksConfig.standard(),
            database,
            node,
            Map.of(
                TaskKind.builtIn(KIND, "does nothing", 0),
                context -> {
                  tally.ran(Long.parseLong(context.payload().text()));
                  return Bytes.EMPTY;
                }),
            InstantSource.system(),
            new Random(1));
    queue.start();
  }

  @Override
  public void submit(long number) {
    SubmitOutcome outcome =
        queue.submit(Submission.of(KIND, Bytes.utf8(Long.toString(number)))).join();
    if (!(outcome instanceof SubmitOutcome.Created)) {
      throw new IllegalStateException("refused: " + outcome);
    }
  }

  @Override
  public void close() {
    queue.close();
    database.close();
  }
}
