package io.finstage.server;

import static io.finstage.server.TaskStage.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.proto.v1.ListTasksRequest;
import io.finstage.proto.v1.ListTasksResponse;
import io.finstage.proto.v1.Task;
import io.finstage.proto.v1.TaskState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks outlive the server, however it ends. */
@Timeout(180)
class TasksRestartIT {

  private static final int TASKS = 600;

  @TempDir private Path folder;

  @Test
  void everyTaskThatWasAcknowledgedIsRunAfterTheServerWasKilled() throws Exception {
    List<String> acknowledged = new ArrayList<>();
    try (LaunchedServer server = LaunchedServer.start(folder, "--feed.source=none");
        TaskStage stage = new TaskStage(server.port())) {
      for (int i = 0; i < TASKS; i++) {
        acknowledged.add(stage.submit(task("sleep", "{\"millis\":500}").putLabels("run", "1")));
      }
      server.kill();
    }
    try (LaunchedServer server = LaunchedServer.start(folder, "--feed.source=none");
        TaskStage stage = new TaskStage(server.port())) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(90))
          .pollInterval(Duration.ofMillis(500))
          .until(() -> list(stage).stream().allMatch(it -> it.getState() == TaskState.SUCCEEDED));

      assertThat(list(stage)).extracting(Task::getId).containsAll(acknowledged).hasSize(TASKS);
      assertThat(list(stage)).anyMatch(it -> it.getRescues() == 1);
    }
  }

  @Test
  void aTaskThatRunsWhileTheServerStopsGoesBackAndItsAttemptDoesNotCount() throws Exception {
    String id;
    try (LaunchedServer server =
            LaunchedServer.start(folder, "--feed.source=none", "--tasks.close-grace=100ms");
        TaskStage stage = new TaskStage(server.port())) {
      id = stage.submit(task("sleep", "{\"millis\":4000}"));
      stage.await(id, TaskState.RUNNING);
      server.terminate();
      assertThat(server.exitCode()).isZero();
    }
    try (LaunchedServer server = LaunchedServer.start(folder, "--feed.source=none");
        TaskStage stage = new TaskStage(server.port())) {
      assertThat(stage.await(id, TaskState.SUCCEEDED).getAttempt()).isEqualTo(1);
    }
  }

  private static List<Task> list(TaskStage stage) {
    List<Task> all = new ArrayList<>();
    ListTasksRequest.Builder request = ListTasksRequest.newBuilder().setPageSize(1000);
    do {
      ListTasksResponse page = stage.stub().listTasks(request.build());
      all.addAll(page.getTasksList());
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return all;
  }
}
