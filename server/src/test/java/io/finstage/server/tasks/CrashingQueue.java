package io.finstage.server.tasks;

import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Submits and runs tasks until it is killed, and says what it was told to be on disk: {@code S id}
 * of a task, {@code C id} of a completion.
 */
final class CrashingQueue {

  private static final int CLIENTS = 8;

  private CrashingQueue() {}

  public static void main(String[] arguments) throws InterruptedException {
    Database database =
        Database.open(
            DatabaseConfig.sqlite(Path.of(arguments[0])),
            TaskQueue.PART,
            TaskQueue.MIGRATIONS,
            System::nanoTime);
    TaskQueue queue =
        new TaskQueue(
            TasksConfig.standard(),
            database,
            "child",
            Map.of(TaskKind.builtIn("echo", "", 0), TaskContext::payload),
            InstantSource.system(),
            new SplittableRandom());
    queue.start();
    lend(queue);
    Thread[] clients = new Thread[CLIENTS];
    for (int i = 0; i < CLIENTS; i++) {
      int client = i;
      clients[i] = Thread.ofPlatform().start(() -> submit(queue, client));
    }
    for (Thread client : clients) {
      client.join();
    }
  }

  private static void submit(TaskQueue queue, int client) {
    for (int i = 0; true; i++) {
      Submission submission = Submission.of(i % 2 == 0 ? "echo" : "lent", Bytes.utf8("{}"));
      // Some may be old ones of an earlier life, and then are the same task.
      Submission asked = i % 5 == 0 ? submission.again("client-" + client + "-" + i) : submission;
      if (queue.submit(asked).join() instanceof SubmitOutcome.Created created) {
        System.out.println("S " + created.task().id());
      }
    }
  }

  private static void lend(TaskQueue queue) {
    AtomicReference<Optional<TaskWorker>> worker = new AtomicReference<>(Optional.empty());
    WorkerListener listener =
        new WorkerListener() {
          @Override
          public void lease(Task task, Instant deadline) {
            Thread.startVirtualThread(() -> complete(worker.get().orElseThrow(), task));
          }

          @Override
          public void revoke(long id, long token, String reason) {}

          @Override
          public void closed(String reason) {}
        };
    worker.set(queue.lend("lender", Set.of("lent"), 8, listener));
  }

  private static void complete(TaskWorker worker, Task task) {
    if (worker.complete(task.id(), task.token(), Bytes.EMPTY).join()) {
      System.out.println("C " + task.id());
    }
  }
}
