package io.finstage.server;

import static io.finstage.server.TaskStage.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.finstage.proto.v1.ListTasksRequest;
import io.finstage.proto.v1.ListTasksResponse;
import io.finstage.proto.v1.Task;
import io.finstage.proto.v1.TaskState;
import io.finstage.proto.v1.WorkResponse;
import io.finstage.server.database.DatabaseConfig.PostgresServer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL is killed under load and started again on the same folder, while the server goes on.
 * {@code -Dfinstage.crash.rounds=20} for more rounds.
 */
@Timeout(580)
class PostgresKilledIT {

  private static final int ROUNDS = Integer.getInteger("finstage.crash.rounds", 1);
  private static final int CLIENTS = 4;
  private static final int TASKS = 200;
  private static final Duration HEARTBEAT = Duration.ofMillis(500);

  @TempDir private Path folder;

  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
  private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
  private final Queue<TaskStage.Refused> refused = new ConcurrentLinkedQueue<>();
  private final Map<String, Long> completed = new ConcurrentHashMap<>();
  private volatile boolean over;
  private KillablePostgres postgres;
  private RunningServer server;
  private TaskStage stage;

  @BeforeEach
  void start() throws Exception {
    postgres = new KillablePostgres(folder.resolve("postgres"));
    PostgresServer where = postgres.server();
    server =
        RunningServer.start(
            Map.of(
                "data.dir", folder.resolve("data").toString(),
                "database.url", where.url(),
                "database.user", where.user(),
                "database.password", where.password(),
                "tasks.rescues-max", "1000",
                "tasks.heartbeat", HEARTBEAT.toMillis() + "ms",
                "tasks.lease", "2s"));
    stage = new TaskStage(server.port());
  }

  @AfterEach
  void stop() {
    over = true;
    timer.shutdownNow();
    stage.close();
    server.close();
    postgres.close();
  }

  @Test
  void nothingAcknowledgedIsLostAndTheServiceResumesByItself() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      threads.add(Thread.startVirtualThread(this::submit));
    }
    Thread worker = Thread.startVirtualThread(this::work);
    for (int round = 0; round < ROUNDS; round++) {
      awaitMore();
      int before = refused.size();
      postgres.kill();
      await().atMost(TaskStage.SOON).until(() -> refused.size() > before);
      postgres.startAgain();
    }
    awaitMore();
    over = true;
    for (Thread thread : threads) {
      thread.join();
    }
    await()
        .atMost(TaskStage.SOON)
        .until(() -> list().values().stream().allMatch(it -> it == TaskState.SUCCEEDED));
    worker.interrupt();
    worker.join();

    assertThat(list().keySet()).containsAll(acknowledged);
    for (Map.Entry<String, Long> completion : completed.entrySet()) {
      assertThat(stage.get(completion.getKey()).getResult().toStringUtf8())
          .isEqualTo("token " + completion.getValue());
    }
    assertThat(Set.copyOf(refused))
        .extracting(TaskStage.Refused::code, TaskStage.Refused::reason)
        .containsOnly(tuple(Status.Code.UNAVAILABLE, "DATABASE_UNAVAILABLE"));
    System.out.printf(
        "PostgreSQL killed %d times: %,d tasks and %,d completions acknowledged, none lost; %,d"
            + " submits refused, as in: %s%n",
        ROUNDS, acknowledged.size(), completed.size(), refused.size(), refused.peek().message());
  }

  /** It works, now. */
  private void awaitMore() {
    int tasks = acknowledged.size() + TASKS;
    int completions = completed.size() + TASKS / 4;
    await()
        .atMost(TaskStage.SOON)
        .until(() -> acknowledged.size() > tasks && completed.size() > completions);
  }

  private void submit() {
    for (int i = 0; !over; i++) {
      try {
        acknowledged.add(stage.submit(task(i % 2 == 0 ? "echo" : "my-kind", "{}")));
      } catch (StatusRuntimeException e) {
        refused.add(TaskStage.refused(e));
      }
    }
  }

  /** Ends each task at once, with a result that tells the attempts apart. */
  private void work() {
    try {
      while (true) {
        try (WorkStream worker =
            new WorkStream(stage).offer("w", 8, "my-kind").beating(timer, HEARTBEAT)) {
          while (!worker.ended.isDone()) {
            WorkResponse message = worker.heard.poll(100, TimeUnit.MILLISECONDS);
            if (message != null && message.hasLease()) {
              worker.complete(message.getLease(), "token " + message.getLease().getToken());
            } else if (message != null && message.getSettled().getAccepted()) {
              completed.put(message.getSettled().getTaskId(), message.getSettled().getToken());
            }
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<String, TaskState> list() {
    Map<String, TaskState> all = new TreeMap<>();
    ListTasksRequest.Builder request = ListTasksRequest.newBuilder().setPageSize(1000);
    do {
      ListTasksResponse page = stage.stub().listTasks(request.build());
      for (Task task : page.getTasksList()) {
        all.put(task.getId(), task.getState());
      }
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return all;
  }
}
