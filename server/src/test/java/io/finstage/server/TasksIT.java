package io.finstage.server;

import static io.finstage.server.TaskStage.refusal;
import static io.finstage.server.TaskStage.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.finstage.proto.v1.CancelTaskRequest;
import io.finstage.proto.v1.GetTaskRequest;
import io.finstage.proto.v1.ListTaskKindsRequest;
import io.finstage.proto.v1.ListTasksRequest;
import io.finstage.proto.v1.ListTasksResponse;
import io.finstage.proto.v1.RerunTaskRequest;
import io.finstage.proto.v1.SubmitTaskRequest;
import io.finstage.proto.v1.SubmitTaskResponse;
import io.finstage.proto.v1.Task;
import io.finstage.proto.v1.TaskFilter;
import io.finstage.proto.v1.TaskKind;
import io.finstage.proto.v1.TaskPriority;
import io.finstage.proto.v1.TaskServiceGrpc;
import io.finstage.proto.v1.TaskState;
import io.finstage.proto.v1.WatchTaskRequest;
import io.finstage.proto.v1.WatchTaskResponse;
import io.grpc.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code TaskService} of a whole server, as a client of any make has it. */
@Timeout(120)
class TasksIT {

  private static final String LONG = "{\"millis\":600000}";

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  private RunningServer server;

  @SuppressWarnings("NullAway.Init")
  private TaskStage stage;

  @BeforeEach
  void start() {
    server =
        RunningServer.start(
            Map.of(
                "data.dir",
                folder.toString(),
                "tasks.backoff-min",
                "1ms",
                "tasks.backoff-max",
                "5ms"));
    stage = new TaskStage(server.port());
  }

  @AfterEach
  void stop() {
    stage.close();
    server.close();
  }

  @Test
  void aTaskIsRunAndItsResultKept() {
    SubmitTaskResponse submitted =
        stage
            .stub()
            .submitTask(
                task("echo", "{\"a\":1}")
                    .setPriority(TaskPriority.HIGH)
                    .putLabels("x", "y")
                    .build());

    Task task = stage.await(submitted.getTask().getId(), TaskState.SUCCEEDED);

    assertThat(submitted.getCreated()).isTrue();
    assertThat(task.getResult().toStringUtf8()).isEqualTo("{\"a\":1}");
    assertThat(task.getPayload().toStringUtf8()).isEqualTo("{\"a\":1}");
    assertThat(task.getResultBytes()).isEqualTo(7);
    assertThat(task.getPriority()).isEqualTo(TaskPriority.HIGH);
    assertThat(task.getLabelsMap()).containsExactly(Map.entry("x", "y"));
    assertThat(task.getAttempt()).isEqualTo(1);
    assertThat(task.getMaxAttempts()).isEqualTo(4);
    assertThat(task.getTimeout().getSeconds()).isEqualTo(300);
    assertThat(task.hasEndedAt()).isTrue();
  }

  @Test
  void aWatchBeginsWithTheTaskAsItIsAndEndsWithIt() {
    String id = stage.submit(task("sleep", "{\"millis\":2500}"));

    List<Task> seen = new ArrayList<>();
    Iterator<WatchTaskResponse> watch =
        stage.stub().watchTask(WatchTaskRequest.newBuilder().setId(id).build());
    watch.forEachRemaining(each -> seen.add(each.getTask()));

    assertThat(seen).extracting(Task::getRevision).isSorted().doesNotHaveDuplicates();
    assertThat(seen.getLast().getState()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(seen).extracting(Task::getState).contains(TaskState.RUNNING);
    assertThat(seen).anyMatch(each -> each.getProgress() > 0 && each.getProgress() < 1);
    assertThat(seen).allMatch(each -> each.getPayload().isEmpty() && each.getResult().isEmpty());
  }

  @Test
  void aWatchOfATaskThatHasEndedTellsItOnce() {
    String id = stage.submit(task("echo", "{}"));
    stage.await(id, TaskState.SUCCEEDED);

    Iterator<WatchTaskResponse> watch =
        stage.stub().watchTask(WatchTaskRequest.newBuilder().setId(id).build());

    assertThat(watch)
        .toIterable()
        .extracting(each -> each.getTask().getState())
        .containsExactly(TaskState.SUCCEEDED);
  }

  @Test
  void aWatchThatIsCancelledIsClosed() {
    String id = stage.submit(task("sleep", LONG));
    var call =
        TaskServiceGrpc.newBlockingV2Stub(stage.channel)
            .watchTask(WatchTaskRequest.newBuilder().setId(id).build());
    await().atMost(TaskStage.SOON).until(() -> server.sample("finstage_task_watchers") == 1);

    call.cancel("seen enough", null);

    await().atMost(TaskStage.SOON).until(() -> server.sample("finstage_task_watchers") == 0);
  }

  @Test
  void aRunningTaskIsCancelledAndCanBeRunAgain() {
    String id = stage.submit(task("sleep", LONG));
    stage.await(id, TaskState.RUNNING);

    var _ = stage.stub().cancelTask(CancelTaskRequest.newBuilder().setId(id).build());
    Task cancelled = stage.await(id, TaskState.CANCELLED);
    var _ = stage.stub().rerunTask(RerunTaskRequest.newBuilder().setId(id).build());
    stage.await(id, TaskState.RUNNING);
    var _ = stage.stub().cancelTask(CancelTaskRequest.newBuilder().setId(id).build());

    assertThat(cancelled.hasEndedAt()).isTrue();
    stage.await(id, TaskState.CANCELLED);
  }

  @Test
  void aTaskWhosePayloadMakesNoSenseFailsAtOnceAndSaysWhy() {
    String id = stage.submit(task("sleep", "{\"millis\":1,\"milis\":1}"));

    Task task = stage.await(id, TaskState.FAILED);

    assertThat(task.getAttempt()).isEqualTo(1);
    assertThat(task.getError()).contains("milis");
  }

  @Test
  void anAttemptThatTakesTooLongIsRetriedUntilNoneIsLeft() {
    String id =
        stage.submit(
            task("sleep", LONG)
                .setMaxAttempts(2)
                .setTimeout(Duration.newBuilder().setNanos(50_000_000)));

    Task task = stage.await(id, TaskState.FAILED);

    assertThat(task.getAttempt()).isEqualTo(2);
    assertThat(task.getError()).isNotEmpty();
  }

  @Test
  void theSameRequestIdIsTheSameTaskAndWithAnotherPayloadAnError() {
    SubmitTaskRequest request = task("echo", "{\"a\":1}").setRequestId("r-1").build();

    SubmitTaskResponse first = stage.stub().submitTask(request);
    SubmitTaskResponse second = stage.stub().submitTask(request);
    TaskStage.Refused refused =
        refusal(() ->
            stage
                .stub()
                .submitTask(request.toBuilder().setPayload(ByteString.copyFromUtf8("{}")).build()));

    assertThat(second.getCreated()).isFalse();
    assertThat(second.getTask().getId()).isEqualTo(first.getTask().getId());
    assertThat(refused.code()).isEqualTo(Status.Code.ALREADY_EXISTS);
    assertThat(refused.reason()).isEqualTo("REQUEST_ID_USED");
  }

  @Test
  void tasksAreListedNewestFirstPageByPageByTheirFilter() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(stage.submit(task("echo", "{}").putLabels("batch", "a")));
    }
    String other = stage.submit(task("echo", "{}").putLabels("batch", "b"));
    TaskFilter filter = TaskFilter.newBuilder().putLabels("batch", "a").addKinds("echo").build();

    List<String> seen = new ArrayList<>();
    ListTasksRequest.Builder request = ListTasksRequest.newBuilder().setFilter(filter);
    request.setPageSize(2);
    ListTasksResponse page;
    int pages = 0;
    do {
      page = stage.stub().listTasks(request.build());
      page.getTasksList().forEach(each -> seen.add(each.getId()));
      request.setPageToken(page.getNextPageToken());
      pages++;
    } while (!page.getNextPageToken().isEmpty());

    assertThat(pages).isEqualTo(3);
    assertThat(seen).containsExactlyElementsOf(ids.reversed()).doesNotContain(other);
  }

  @Test
  void aPageTokenBelongsToItsFilter() {
    stage.submit(task("echo", "{}"));
    stage.submit(task("echo", "{}"));
    String token =
        stage
            .stub()
            .listTasks(ListTasksRequest.newBuilder().setPageSize(1).build())
            .getNextPageToken();

    TaskStage.Refused refused =
        refusal(() ->
            stage
                .stub()
                .listTasks(
                    ListTasksRequest.newBuilder()
                        .setFilter(TaskFilter.newBuilder().addKinds("echo"))
                        .setPageToken(token)
                        .build()));

    assertThat(refused.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refused.fields()).containsExactly("page_token");
  }

  @Test
  void kindsThatTheServerRunsAreNamed() {
    assertThat(stage.stub().listTaskKinds(ListTaskKindsRequest.getDefaultInstance()).getKindsList())
        .filteredOn(TaskKind::getBuiltIn)
        .extracting(TaskKind::getName)
        .contains("echo", "sleep");
  }

  @Test
  void whatIsNotThereIsNotFoundAndWhatHasNotFailedIsNotRunAgain() {
    String done = stage.submit(task("echo", "{}"));
    stage.await(done, TaskState.SUCCEEDED);

    assertThat(refusal(() -> stage.get("123456789")).code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(
            refusal(() ->
                    stage.stub().cancelTask(CancelTaskRequest.newBuilder().setId("77777").build()))
                .reason())
        .isEqualTo("TASK_NOT_FOUND");
    assertThat(
            refusal(() ->
                stage
                    .stub()
                    .watchTask(WatchTaskRequest.newBuilder().setId("77777").build())
                    .next()))
        .extracting(TaskStage.Refused::code)
        .isEqualTo(Status.Code.NOT_FOUND);
    assertThat(
            refusal(
                () -> stage.stub().rerunTask(RerunTaskRequest.newBuilder().setId(done).build())))
        .extracting(TaskStage.Refused::code, TaskStage.Refused::reason)
        .containsExactly(Status.Code.FAILED_PRECONDITION, "WRONG_STATE");
    assertThat(refusal(() -> stage.stub().getTask(GetTaskRequest.newBuilder().setId("x").build())))
        .extracting(TaskStage.Refused::code, TaskStage.Refused::fields)
        .containsExactly(Status.Code.INVALID_ARGUMENT, List.of("id"));
  }

  @Test
  void theReadingsTellOfTheQueue() {
    stage.await(stage.submit(task("echo", "{}")), TaskState.SUCCEEDED);

    await()
        .atMost(TaskStage.SOON)
        .untilAsserted(() -> {
          assertThat(server.sample("finstage_tasks{state=\"SUCCEEDED\"}")).isEqualTo(1);
          assertThat(server.sample("finstage_tasks_total{kind=\"echo\",outcome=\"succeeded\"}"))
              .isEqualTo(1);
          assertThat(server.sample("finstage_task_wait_seconds_count")).isEqualTo(1);
          assertThat(server.sample("finstage_task_run_seconds_count")).isEqualTo(1);
        });
    assertThat(server.sample("finstage_task_slots")).isEqualTo(256);
  }
}
