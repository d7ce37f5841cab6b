package io.finstage.server;

import static io.finstage.server.TaskStage.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.finstage.proto.v1.ListTasksRequest;
import io.finstage.proto.v1.ListTasksResponse;
import io.finstage.proto.v1.Task;
import io.finstage.proto.v1.TaskFilter;
import io.finstage.proto.v1.TaskState;
import io.finstage.proto.v1.WorkResponse;
import io.finstage.server.database.DatabaseConfig.PostgresServer;
import io.finstage.server.tasks.TaskPostgres;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two packaged servers on one PostgreSQL, of which one is stopped (SIGSTOP) beyond its lease and
 * goes on (SIGCONT) without knowing of it. {@code -Dfinstage.crash.rounds=20} for more rounds.
 */
@Timeout(300)
class ZombieIT {

  private static final int ROUNDS = Integer.getInteger("finstage.crash.rounds", 2);
  private static final int CLIENTS = 4;
  private static final Duration HEARTBEAT = Duration.ofMillis(250);
  private static final Duration LEASE = Duration.ofSeconds(1);
  private static final String RUN = "run";

  @TempDir private Path folder;

  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(4);
  private LaunchedServer zombie;
  private LaunchedServer other;
  private TaskStage atZombie;
  private TaskStage atOther;

  @BeforeEach
  void start() throws Exception {
    PostgresServer postgres = TaskPostgres.fresh().server().orElseThrow();
    zombie = launch("zombie", postgres);
    other = launch("other", postgres);
    atZombie = new TaskStage(zombie.port());
    atOther = new TaskStage(other.port());
  }

  @AfterEach
  void stop() throws Exception {
    timer.shutdownNow();
    assertThat(timer.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    atZombie.close();
    atOther.close();
    zombie.close();
    other.close();
  }

  private LaunchedServer launch(String name, PostgresServer postgres) throws Exception {
    return LaunchedServer.start(
        Files.createDirectories(folder.resolve(name)),
        "--feed.source=none",
        "--database.url=" + postgres.url(),
        "--database.user=" + postgres.user(),
        "--database.password=" + postgres.password(),
        "--tasks.node=" + name,
        "--tasks.rescues-max=1000",
        "--tasks.heartbeat=" + HEARTBEAT.toMillis() + "ms",
        "--tasks.lease=" + LEASE.toMillis() + "ms");
  }

  private WorkStream worker(TaskStage stage, String name) throws InterruptedException {
    WorkStream worker = new WorkStream(stage).offer(name, 1, "my-kind").beating(timer, HEARTBEAT);
    worker.next(WorkResponse::hasReady);
    return worker;
  }

  @Test
  void whatAServerThatStoodStillTakesInAboutATaskOfAnotherIsRefused() throws Exception {
    try (WorkStream first = worker(atZombie, "first")) {
      String id = atOther.submit(task("my-kind", ""));
      WorkResponse.Lease lost = first.lease();
      zombie.freeze();
      // Lies in the zombie's socket until it goes on.
      first.complete(lost, "of the zombie");
      try (WorkStream second = worker(atOther, "second")) {
        WorkResponse.Lease lease = second.lease();
        second.complete(lease, "of the other");
        assertThat(second.next(WorkResponse::hasSettled).getSettled().getAccepted()).isTrue();
        Task ended = atOther.get(id);
        zombie.thaw();
        await().atMost(TaskStage.SOON).until(() -> first.ended.isDone() || settled(first));

        assertThat(lease.getToken()).isGreaterThan(lost.getToken());
        assertThat(first.heard).noneMatch(it -> it.getSettled().getAccepted());
        assertThat(ended.getResult().toStringUtf8()).isEqualTo("of the other");
        assertThat(ended.getRescues()).isEqualTo(1);
        String next = atZombie.submit(task("echo", "{}"));
        atZombie.await(next, TaskState.SUCCEEDED);
        assertThat(atZombie.get(id)).isEqualTo(ended);
      }
    }
  }

  @Test
  void theTaskOfAKilledServerMovesSoonAfterItsLease() throws Exception {
    try (WorkStream first = worker(atZombie, "first");
        WorkStream second = worker(atOther, "second")) {
      List<String> ids =
          List.of(atOther.submit(task("my-kind", "")), atOther.submit(task("my-kind", "")));
      WorkResponse.Lease lost = first.lease();
      second.complete(second.lease(), "");
      zombie.kill();
      long start = System.nanoTime();
      WorkResponse.Lease lease = second.lease();
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      second.complete(lease, "");

      assertThat(lease.getTask().getId()).isEqualTo(lost.getTask().getId());
      assertThat(lease.getToken()).isGreaterThan(lost.getToken());
      for (String id : ids) {
        atOther.await(id, TaskState.SUCCEEDED);
      }
      assertThat(took).isLessThan(LEASE.multipliedBy(5));
      System.out.printf("a killed server's task moved after %,d ms%n", took.toMillis());
    }
  }

  private static boolean settled(WorkStream worker) {
    return worker.heard.stream().anyMatch(WorkResponse::hasSettled);
  }

  @Test
  void underLoadEveryTaskEndsOnceHoweverOftenAServerStandsStill() throws Exception {
    Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(Thread.startVirtualThread(() -> submit(atZombie, acknowledged, over)));
      clients.add(Thread.startVirtualThread(() -> submit(atOther, acknowledged, over)));
    }
    Map<String, Task> ended = new TreeMap<>();
    long slowest = 0;
    for (int round = 0; round < ROUNDS; round++) {
      remember(ended);
      zombie.freeze();
      await().pollDelay(LEASE.multipliedBy(2)).until(() -> true);
      long start = System.nanoTime();
      atOther.await(atOther.submit(task("echo", "{}")), TaskState.SUCCEEDED);
      slowest = Math.max(slowest, System.nanoTime() - start);
      remember(ended);
      zombie.thaw();
      atZombie.await(atZombie.submit(task("echo", "{}")), TaskState.SUCCEEDED);
    }
    over.set(true);
    for (Thread client : clients) {
      client.join();
    }
    await()
        .atMost(TaskStage.SOON)
        .until(() -> list().stream().allMatch(it -> it.getState() == TaskState.SUCCEEDED));
    remember(ended);

    assertThat(ended.keySet()).containsAll(acknowledged);
    long rescued = ended.values().stream().filter(it -> it.getRescues() > 0).count();
    assertThat(rescued).isPositive();
    System.out.printf(
        "%d times beyond its lease: %,d tasks acknowledged, %,d rescued, each ended once; the other"
            + " answered within %,d ms%n",
        ROUNDS, acknowledged.size(), rescued, TimeUnit.NANOSECONDS.toMillis(slowest));
  }

  private static void submit(TaskStage stage, Queue<String> acknowledged, AtomicBoolean over) {
    while (!over.get()) {
      try {
        acknowledged.add(stage.submit(task("sleep", "{\"millis\":200}").putLabels(RUN, "1")));
      } catch (StatusRuntimeException e) {
        // It may have become a task or not: nobody was told.
        assertThat(e.getStatus().isOk()).isFalse();
      }
    }
  }

  /** What has ended stays as it is. */
  private void remember(Map<String, Task> ended) {
    for (Task task : list()) {
      boolean over = task.getState() == TaskState.SUCCEEDED || task.getState() == TaskState.FAILED;
      Task before = over ? ended.put(task.getId(), task) : ended.get(task.getId());
      if (before != null) {
        assertThat(task).isEqualTo(before);
      }
    }
  }

  private List<Task> list() {
    List<Task> all = new ArrayList<>();
    ListTasksRequest.Builder request =
        ListTasksRequest.newBuilder()
            .setPageSize(1000)
            .setFilter(TaskFilter.newBuilder().putLabels(RUN, "1"));
    do {
      ListTasksResponse page = atOther.stub().listTasks(request.build());
      all.addAll(page.getTasksList());
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return all;
  }
}
