package io.finstage.server.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A queue that a test steps, under its clock, whatever database is below it. */
abstract class QueueStage {

  final ManualClock clock = new ManualClock();
  final CountDownLatch gate = new CountDownLatch(1);
  final AtomicInteger interruptions = new AtomicInteger();
  final AtomicInteger stubbornEnded = new AtomicInteger();
  Database database;
  TaskQueue queue;

  /** The same database each time within a test; empty at its start. */
  abstract DatabaseConfig where() throws Exception;

  TasksConfig config() {
    return TasksConfig.standard();
  }

  @BeforeEach
  void open() throws Exception {
    database = Database.open(where(), TaskQueue.PART, TaskQueue.MIGRATIONS, System::nanoTime);
    queue = queue(config());
    queue.step();
  }

  @AfterEach
  void close() {
    gate.countDown();
    database.close();
  }

  TaskQueue queue(TasksConfig config) {
    Map<TaskKind, TaskHandler> handlers = new HashMap<>();
    handlers.put(TaskKind.builtIn("echo", "", 0), TaskContext::payload);
    handlers.put(
        TaskKind.builtIn("fail", "", 0),
        context -> {
          throw new IllegalStateException("no " + context.attempt());
        });
    handlers.put(
        TaskKind.builtIn("fail-for-good", "", 0),
        context -> {
          throw new FailedForGoodException("never");
        });
    handlers.put(
        TaskKind.builtIn("wait", "", 0),
        context -> {
          gate.await();
          return Bytes.EMPTY;
        });
    handlers.put(
        TaskKind.builtIn("lonely", "", 1),
        context -> {
          gate.await();
          return Bytes.EMPTY;
        });
    handlers.put(
        TaskKind.builtIn("stubborn", "", 0),
        context -> {
          while (gate.getCount() > 0) {
            try {
              gate.await();
            } catch (InterruptedException e) {
              interruptions.incrementAndGet();
            }
          }
          stubbornEnded.incrementAndGet();
          return Bytes.utf8("late");
        });
    handlers.put(
        TaskKind.builtIn("error", "", 0),
        context -> {
          throw new StackOverflowError();
        });
    handlers.put(
        TaskKind.builtIn("odd", "", 0),
        context -> {
          throw new IllegalStateException("a\0b\uD800c");
        });
    handlers.put(
        TaskKind.builtIn("chatty", "", 0),
        context -> {
          for (int i = 0; i < 1_000_000; i++) {
            context.progress(i / 1e6, "step " + i);
          }
          return Bytes.EMPTY;
        });
    return new TaskQueue(config, database, "node-1", handlers, clock, new SplittableRandom(1));
  }

  <T> T done(CompletableFuture<T> future) {
    while (!future.isDone()) {
      queue.step();
    }
    return future.join();
  }

  Task submit(Submission submission) {
    SubmitOutcome outcome = done(queue.submit(submission));
    assertThat(outcome).isInstanceOf(SubmitOutcome.Created.class);
    return ((SubmitOutcome.Created) outcome).task();
  }

  Task submit(String kind) {
    return submit(Submission.of(kind, Bytes.utf8("{}")));
  }

  Task get(Task task) {
    return queue.get(task.id(), ResultPart.ALL).orElseThrow();
  }

  /** Steps until the task is there. */
  Task await(Task task, TaskState state) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(2))
        .until(() -> {
          queue.step();
          return get(task).state() == state;
        });
    return get(task);
  }

  static Submission with(String kind, TaskPriority priority, String requestId) {
    return new Submission(
        kind,
        Submission.QUEUE,
        Bytes.utf8("{}"),
        priority,
        Submission.ATTEMPTS,
        Duration.ofMinutes(5),
        Optional.empty(),
        requestId,
        Map.of());
  }

  static Submission labelled(String kind, Map<String, String> labels) {
    return new Submission(
        kind,
        Submission.QUEUE,
        Bytes.utf8("{}"),
        TaskPriority.NORMAL,
        Submission.ATTEMPTS,
        Duration.ofMinutes(5),
        Optional.empty(),
        "",
        labels);
  }

  List<Long> ids(TaskFilter filter) {
    return queue.list(filter, Long.MAX_VALUE, 100).stream().map(Task::id).toList();
  }

  static TaskFilter filter(Set<TaskState> states, Set<String> kinds, Map<String, String> labels) {
    return new TaskFilter(states, kinds, labels, Optional.empty(), Optional.empty());
  }
}
