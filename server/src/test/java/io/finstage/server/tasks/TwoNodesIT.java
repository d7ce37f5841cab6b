package io.finstage.server.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseConfig;
import io.finstage.server.database.DatabaseConfig.PostgresServer;
import io.finstage.server.database.SqlWork;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes on one PostgreSQL server. */
@Timeout(60)
class TwoNodesIT {

  private static final TasksConfig CONFIG =
      TestConfig.leased(Duration.ofMillis(200), Duration.ofSeconds(1));
  private static final int TASKS = 400;

  private final Map<Long, AtomicInteger> runs = new ConcurrentHashMap<>();
  private final Set<String> runners = ConcurrentHashMap.newKeySet();
  private final CountDownLatch both = new CountDownLatch(2);
  private final CountDownLatch gate = new CountDownLatch(1);
  private final ManualClock clock = new ManualClock();
  private Database first;
  private Database second;

  private DatabaseConfig where;

  @BeforeEach
  void open() throws Exception {
    where = TaskPostgres.fresh();
    first = Database.open(where, TaskQueue.PART, TaskQueue.MIGRATIONS, System::nanoTime);
    second = Database.open(where, TaskQueue.PART, TaskQueue.MIGRATIONS, System::nanoTime);
  }

  @AfterEach
  void close() {
    gate.countDown();
    first.close();
    second.close();
  }

  private TaskQueue node(Database database, String name, InstantSource time) {
    TaskHandler count =
        context -> {
          runs.computeIfAbsent(context.id(), id -> new AtomicInteger()).incrementAndGet();
          if (runners.add(name)) {
            both.countDown();
          }
          // Neither is done before the other has begun.
          assertThat(both.await(20, TimeUnit.SECONDS)).isTrue();
          return Bytes.utf8(name);
        };
    TaskHandler wait =
        context -> {
          runners.add(name);
          if (name.equals("zombie")) {
            gate.await();
          }
          return Bytes.utf8(name);
        };
    TaskHandler gated =
        context -> {
          gate.await();
          return Bytes.EMPTY;
        };
    return new TaskQueue(
        CONFIG,
        database,
        name,
        Map.of(
            TaskKind.builtIn("count", "", 0),
            count,
            TaskKind.builtIn("wait", "", 0),
            wait,
            TaskKind.builtIn(name.equals("other") ? "gated" : "unused", "", 0),
            gated),
        time,
        new SplittableRandom(1));
  }

  private static Task created(SubmitOutcome outcome) {
    return ((SubmitOutcome.Created) outcome).task();
  }

  private static void await(TaskQueue queue, Task task, TaskState state) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollDelay(Duration.ZERO)
        .until(() -> queue.get(task.id(), ResultPart.ALL).orElseThrow().state() == state);
  }

  @Test
  void twoNodesShareTheWorkAndEachTaskRunsOnce() {
    try (TaskQueue a = node(first, "a", InstantSource.system());
        TaskQueue b = node(second, "b", InstantSource.system())) {
      a.start();
      b.start();
      List<CompletableFuture<SubmitOutcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < TASKS; i++) {
        outcomes.add(a.submit(Submission.of("count", Bytes.EMPTY)));
      }
      for (CompletableFuture<SubmitOutcome> outcome : outcomes) {
        await(b, created(outcome.join()), TaskState.SUCCEEDED);
      }
    }
    assertThat(runs).hasSize(TASKS);
    assertThat(runs.values()).allMatch(count -> count.get() == 1);
    assertThat(runners).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void theSameRequestToTwoNodesAtOnceIsOneTask() {
    Set<Long> ids = new HashSet<>();
    try (TaskQueue a = node(first, "a", InstantSource.system());
        TaskQueue b = node(second, "b", InstantSource.system())) {
      a.start();
      b.start();
      List<CompletableFuture<SubmitOutcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < TASKS; i++) {
        Submission asked = Submission.of("count", Bytes.EMPTY).again("request-" + i);
        outcomes.add(a.submit(asked));
        outcomes.add(b.submit(asked));
      }
      for (CompletableFuture<SubmitOutcome> outcome : outcomes) {
        switch (outcome.join()) {
          case SubmitOutcome.Created it -> assertThat(ids.add(it.task().id())).isTrue();
          case SubmitOutcome.Existing it -> assertThat(it.task().id()).isPositive();
          case SubmitOutcome.Conflict _, SubmitOutcome.Full _, SubmitOutcome.Unavailable _ ->
              throw new AssertionError(outcome.join());
        }
      }
    }
    assertThat(ids).hasSize(TASKS);
  }

  @Test
  void theTasksOfANodeThatStandsStillMoveWithinItsLeaseAndItsResultsAreRefused() {
    TaskQueue zombie = node(first, "zombie", clock);
    zombie.step();
    CompletableFuture<SubmitOutcome> outcome = zombie.submit(Submission.of("wait", Bytes.EMPTY));
    zombie.step();
    Task task = created(outcome.join());
    assertThat(task.owner()).isEqualTo("zombie");
    try (TaskQueue other = node(second, "other", InstantSource.system())) {
      other.start();
      await(other, task, TaskState.SUCCEEDED);
      Task ended = other.get(task.id(), ResultPart.ALL).orElseThrow();
      assertThat(ended.result().text()).isEqualTo("other");
      assertThat(ended.rescues()).isEqualTo(1);

      gate.countDown();
      clock.advance(CONFIG.heartbeat());
      zombie.step();
      assertThat(zombie.stats().running()).isZero();
      assertThat(other.get(task.id(), ResultPart.ALL)).contains(ended);
    }
  }

  @Test
  void aNodeThatStandsStillInTheMiddleOfItsTransactionHoldsNobodyUp() throws Exception {
    TaskQueue zombie = node(first, "zombie", clock);
    zombie.step();
    CompletableFuture<SubmitOutcome> outcome = zombie.submit(Submission.of("wait", Bytes.EMPTY));
    zombie.step();
    Task task = created(outcome.join());
    PostgresServer server = where.server().orElseThrow();
    // What it has changed and not committed: its own row, and that of the task.
    try (var connection =
            DriverManager.getConnection(server.url(), server.user(), server.password());
        var statement = connection.createStatement();
        TaskQueue other = node(second, "other", InstantSource.system())) {
      connection.setAutoCommit(false);
      statement.execute("UPDATE task_node SET name = name WHERE name = 'zombie'");
      statement.execute("UPDATE task SET note = note WHERE id = " + task.id());
      other.start();
      for (int i = 0; i < 3; i++) {
        Task free = created(other.submit(Submission.of("wait", Bytes.EMPTY)).join());
        await(other, free, TaskState.SUCCEEDED);
        Awaitility.await().pollDelay(CONFIG.lease()).until(() -> true);
      }
      assertThat(other.get(task.id(), ResultPart.ALL).orElseThrow().state())
          .isEqualTo(TaskState.RUNNING);

      connection.rollback();
      await(other, task, TaskState.SUCCEEDED);
    }
  }

  @Test
  void theServerEndsATransactionThatNobodyGoesOnWith() {
    SqlWork<String> show =
        connection -> {
          try (var statement = connection.createStatement();
              var row = statement.executeQuery("SHOW idle_in_transaction_session_timeout")) {
            row.next();
            return row.getString(1);
          }
        };

    assertThat(first.write(show).join()).isEqualTo("5s");
  }

  @Test
  void whoWatchesATaskOfAnotherNodeHearsOfItsEndHoweverBusyItsOwnNodeIs() throws Exception {
    ConcurrentLinkedQueue<TaskState> told = new ConcurrentLinkedQueue<>();
    try (TaskQueue busy = node(first, "busy", InstantSource.system());
        TaskQueue other = node(second, "other", InstantSource.system())) {
      busy.start();
      other.start();
      Task task = created(busy.submit(Submission.of("gated", Bytes.EMPTY)).join());
      AutoCloseable all = busy.watch(TaskFilter.ALL, _ -> {}).orElseThrow();
      AutoCloseable one = busy.watch(task.id(), it -> told.add(it.state())).orElseThrow();
      Thread load = Thread.startVirtualThread(() -> keepBusy(busy));
      await(other, task, TaskState.RUNNING);
      gate.countDown();
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> told.contains(TaskState.SUCCEEDED));

      assertThat(load.isAlive()).isTrue();
      load.interrupt();
      load.join();
      one.close();
      all.close();
    }
  }

  private static void keepBusy(TaskQueue queue) {
    while (!Thread.currentThread().isInterrupted()) {
      queue.submit(Submission.of("nobody", Bytes.EMPTY)).join();
    }
  }

  @Test
  void aCancelReachesTheNodeThatRunsTheTaskAndItsWatcherHearsOfIt() throws Exception {
    try (TaskQueue zombie = node(first, "zombie", InstantSource.system());
        TaskQueue other = node(second, "other", InstantSource.system())) {
      zombie.start();
      Task task = created(zombie.submit(Submission.of("wait", Bytes.EMPTY)).join());
      other.start();
      ConcurrentLinkedQueue<TaskState> told = new ConcurrentLinkedQueue<>();
      try (AutoCloseable watch = other.watch(task.id(), it -> told.add(it.state())).orElseThrow()) {
        assertThat(watch).isNotNull();
        other.cancel(task.id()).join();
        await(other, task, TaskState.CANCELLED);
        Awaitility.await()
            .atMost(Duration.ofSeconds(10))
            .until(() -> told.contains(TaskState.CANCELLED));
      }
    }
  }
}
