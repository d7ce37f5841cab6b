package io.finstage.server;

import static io.finstage.server.TaskStage.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.proto.v1.Task;
import io.finstage.proto.v1.TaskState;
import io.finstage.proto.v1.WorkResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged server with its data on a disk that is full. */
@Timeout(120)
class DiskFullIT {

  private static final int SUBMITS_MAX = 1000;

  @TempDir private Path folder;

  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
  private final List<String> acknowledged = new ArrayList<>();
  private SmallDisk disk;
  private LaunchedServer server;
  private TaskStage stage;

  @BeforeEach
  void start() throws Exception {
    disk = SmallDisk.mount(folder.resolve("data"), "4m");
    launch();
  }

  private void launch() {
    server = LaunchedServer.start(folder, "--feed.source=none");
    stage = new TaskStage(server.port());
  }

  @AfterEach
  void stop() throws Exception {
    timer.shutdownNow();
    if (disk != null) {
      stage.close();
      server.kill();
      disk.unmount();
    }
  }

  /** Until not even a small task fits; the last refusal. */
  private TaskStage.Refused fill() {
    String large = "x".repeat(64 * 1024);
    TaskStage.Refused refused = submitUntilRefused(large);
    assertThat(refused.reason()).isEqualTo("DATABASE_UNAVAILABLE");
    return submitUntilRefused("");
  }

  private TaskStage.Refused submitUntilRefused(String payload) {
    for (int i = 0; i < SUBMITS_MAX; i++) {
      try {
        acknowledged.add(stage.submit(task("nobody", payload)));
      } catch (StatusRuntimeException e) {
        return TaskStage.refused(e);
      }
    }
    throw new AssertionError("the disk is not full yet");
  }

  @Test
  void submitsAreRefusedAndAllGoesOnWhenThereIsRoom() throws Exception {
    try (WorkStream worker =
        new WorkStream(stage).offer("w", 1, "my-kind").beating(timer, Duration.ofSeconds(1))) {
      String running = stage.submit(task("my-kind", ""));
      WorkResponse.Lease lease = worker.lease();
      TaskStage.Refused refused = fill();
      worker.complete(lease, "x".repeat(64 * 1024));
      Task whileFull = stage.get(running);
      TaskStage.Refused again = submitUntilRefused("");

      assertThat(refused.code()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(refused.reason()).isEqualTo("DATABASE_UNAVAILABLE");
      assertThat(refused.message()).contains("full");
      assertThat(again.message()).contains("full");
      assertThat(whileFull.getState()).isEqualTo(TaskState.RUNNING);
      assertThat(worker.heard).noneMatch(WorkResponse::hasSettled);

      disk.resize("64m");
      assertThat(worker.next(WorkResponse::hasSettled).getSettled().getAccepted()).isTrue();
      assertThat(stage.get(running).getResultBytes()).isEqualTo(64 * 1024);
      stage.await(stage.submit(task("echo", "{}")), TaskState.SUCCEEDED);
      assertNothingIsLost();
    }
  }

  @Test
  void nothingAcknowledgedIsLostWhenTheServerIsKilledOnAFullDisk() throws Exception {
    fill();
    stage.close();
    server.kill();
    disk.resize("64m");
    launch();

    stage.await(stage.submit(task("echo", "{}")), TaskState.SUCCEEDED);
    assertNothingIsLost();
  }

  private void assertNothingIsLost() {
    assertThat(acknowledged).isNotEmpty().allMatch(id -> stage.get(id).getKind().equals("nobody"));
    System.out.printf("a full disk: %,d tasks acknowledged, none lost%n", acknowledged.size());
  }
}
