package io.finstage.server;

import static io.finstage.server.TaskStage.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.finstage.proto.v1.CancelTaskRequest;
import io.finstage.proto.v1.ListTaskKindsRequest;
import io.finstage.proto.v1.Task;
import io.finstage.proto.v1.TaskState;
import io.finstage.proto.v1.WorkRequest;
import io.finstage.proto.v1.WorkResponse;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code Work}: processes of any make that lend their handlers. */
@Timeout(120)
class WorkIT {

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init")
  private RunningServer server;

  @SuppressWarnings("NullAway.Init")
  private TaskStage stage;

  @BeforeEach
  void start() {
    start("5s", "15s");
  }

  private void start(String heartbeat, String lease) {
    server =
        RunningServer.start(
            Map.of(
                "data.dir", folder.toString(),
                "tasks.backoff-min", "1ms",
                "tasks.backoff-max", "5ms",
                "tasks.heartbeat", heartbeat,
                "tasks.lease", lease,
                "tasks.workers-max", "2",
                "tasks.result-bytes-max", "100"));
    stage = new TaskStage(server.port());
  }

  @AfterEach
  void stop() {
    stage.close();
    server.close();
  }

  @Test
  void aWorkerRunsAKindThatTheServerDoesNotKnow() throws Exception {
    String id = stage.submit(task("my-kind", "hello"));
    try (WorkStream worker = new WorkStream(stage).offer("w1", 1, "my-kind")) {
      WorkResponse.Ready ready = worker.next(message -> true).getReady();
      WorkResponse.Lease lease = worker.lease();
      assertThat(stage.get(id).getState()).isEqualTo(TaskState.RUNNING);
      worker.complete(lease, "done");
      WorkResponse.Settled settled = worker.next(WorkResponse::hasSettled).getSettled();

      assertThat(ready.getHeartbeatInterval())
          .isEqualTo(com.google.protobuf.Duration.newBuilder().setSeconds(5).build());
      assertThat(ready.getResultBytesMax()).isEqualTo(100);
      assertThat(lease.getTask().getId()).isEqualTo(id);
      assertThat(lease.getTask().getPayload().toStringUtf8()).isEqualTo("hello");
      assertThat(lease.getTask().getAttempt()).isEqualTo(1);
      assertThat(lease.getDeadline().getSeconds()).isPositive();
      assertThat(settled.getAccepted()).isTrue();
      assertThat(settled.getTaskId()).isEqualTo(id);
      assertThat(stage.get(id).getResult().toStringUtf8()).isEqualTo("done");
    }
  }

  @Test
  void theTaskOfAWorkerThatDiesGoesToAnotherAtOnceAndTheAttemptDoesNotCount() throws Exception {
    try (WorkStream first = new WorkStream(stage).offer("first", 1, "my-kind")) {
      first.next(WorkResponse::hasReady);
      String id = stage.submit(task("my-kind", ""));
      WorkResponse.Lease lost = first.lease();
      try (WorkStream second = new WorkStream(stage).offer("second", 1, "my-kind")) {
        first.die();
        WorkResponse.Lease lease = second.lease();
        second.complete(lease, "late is fine");

        Task task = stage.await(id, TaskState.SUCCEEDED);
        assertThat(lease.getToken()).isGreaterThan(lost.getToken());
        assertThat(task.getRescues()).isEqualTo(1);
        assertThat(server.sample("finstage_task_rescues_total")).isEqualTo(1);
      }
    }
  }

  @Test
  void aSilentWorkerLosesItsTasksAndItsStream() throws Exception {
    stop();
    start("200ms", "1s");
    try (WorkStream silent = new WorkStream(stage).offer("silent", 1, "my-kind")) {
      String id = stage.submit(task("my-kind", ""));
      silent.lease();

      Status status = silent.ended.get(TaskStage.SOON.toSeconds(), TimeUnit.SECONDS);

      assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(silent.refused.get().reason()).isEqualTo("WORKER_CLOSED");
      stage.await(id, TaskState.READY);
    }
  }

  @Test
  void aWorkerThatBeatsKeepsItsTask() throws Exception {
    stop();
    start("1s", "2s");
    try (WorkStream worker = new WorkStream(stage).offer("steady", 1, "my-kind")) {
      String id = stage.submit(task("my-kind", ""));
      WorkResponse.Lease lease = worker.lease();
      for (int i = 0; i < 35; i++) {
        worker.say(
            WorkRequest.newBuilder()
                .setProgress(
                    WorkRequest.ReportProgress.newBuilder()
                        .setTaskId(id)
                        .setToken(lease.getToken())
                        .setProgress(0.5)
                        .setNote("half")));
        await().pollDelay(Duration.ofMillis(100)).until(() -> true);
      }
      Task task = stage.get(id);
      worker.complete(lease, "");

      assertThat(task.getState()).isEqualTo(TaskState.RUNNING);
      assertThat(task.getProgress()).isEqualTo(0.5);
      assertThat(task.getNote()).isEqualTo("half");
      stage.await(id, TaskState.SUCCEEDED);
    }
  }

  @Test
  void cancellingATaskRevokesItsLeaseAndWhatComesLaterIsNotAccepted() throws Exception {
    try (WorkStream worker = new WorkStream(stage).offer("w", 1, "my-kind")) {
      String id = stage.submit(task("my-kind", ""));
      WorkResponse.Lease lease = worker.lease();
      var _ = stage.stub().cancelTask(CancelTaskRequest.newBuilder().setId(id).build());
      WorkResponse.Revoke revoke = worker.next(WorkResponse::hasRevoke).getRevoke();
      worker.complete(lease, "too late");
      worker.next(WorkResponse::hasSettled);

      assertThat(revoke.getReason()).isEqualTo("CANCELLED");
      assertThat(revoke.getToken()).isEqualTo(lease.getToken());
      assertThat(stage.await(id, TaskState.CANCELLED).getResultBytes()).isZero();
    }
  }

  @Test
  void aFailureIsRetriedUntilItIsForGood() throws Exception {
    try (WorkStream worker = new WorkStream(stage).offer("w", 1, "my-kind")) {
      String id = stage.submit(task("my-kind", ""));
      fail(worker, worker.lease(), true);
      WorkResponse.Lease again = worker.lease();
      fail(worker, again, false);

      Task task = stage.await(id, TaskState.FAILED);
      assertThat(again.getTask().getAttempt()).isEqualTo(2);
      assertThat(task.getError()).isEqualTo("no luck");
      assertThat(task.getAttempt()).isEqualTo(2);
    }
  }

  @Test
  void aResultThatIsTooLargeFailsTheTaskForGood() throws Exception {
    try (WorkStream worker = new WorkStream(stage).offer("w", 1, "my-kind")) {
      String id = stage.submit(task("my-kind", ""));
      worker.complete(worker.lease(), "x".repeat(101));
      WorkResponse.Settled settled = worker.next(WorkResponse::hasSettled).getSettled();

      assertThat(settled.getAccepted()).isFalse();
      assertThat(stage.await(id, TaskState.FAILED).getError()).contains("tasks.result-bytes-max");
    }
  }

  @Test
  void aWorkerThatDrainsFinishesWhatItHasAndGetsNoMore() throws Exception {
    try (WorkStream worker = new WorkStream(stage).offer("w", 2, "my-kind")) {
      String first = stage.submit(task("my-kind", ""));
      WorkResponse.Lease lease = worker.lease();
      worker.say(WorkRequest.newBuilder().setDrain(WorkRequest.Drain.getDefaultInstance()));
      worker.complete(lease, "");
      worker.next(WorkResponse::hasSettled);
      String second = stage.submit(task("my-kind", ""));
      worker.call.onCompleted();

      assertThat(worker.ended.get(TaskStage.SOON.toSeconds(), TimeUnit.SECONDS).isOk()).isTrue();
      assertThat(worker.heard).noneMatch(WorkResponse::hasLease);
      assertThat(stage.get(first).getState()).isEqualTo(TaskState.SUCCEEDED);
      assertThat(stage.get(second).getState()).isEqualTo(TaskState.READY);
    }
  }

  @Test
  void whatAWorkerSaidBeforeItHalfClosedIsSettledAndTold() throws Exception {
    try (WorkStream worker = new WorkStream(stage).offer("w", 1, "my-kind")) {
      String id = stage.submit(task("my-kind", ""));
      worker.complete(worker.lease(), "ok");
      worker.call.onCompleted();

      assertThat(worker.next(WorkResponse::hasSettled).getSettled().getAccepted()).isTrue();
      assertThat(worker.ended.get(TaskStage.SOON.toSeconds(), TimeUnit.SECONDS).isOk()).isTrue();
      assertThat(stage.get(id).getState()).isEqualTo(TaskState.SUCCEEDED);
    }
  }

  @Test
  void kindsAndSlotsOfWorkersAreNamedWhileTheyAreThere() throws Exception {
    try (WorkStream worker = new WorkStream(stage).offer("w", 3, "my-kind")) {
      worker.next(WorkResponse::hasReady);
      assertThat(kinds()).contains("my-kind 3 false");
      assertThat(server.sample("finstage_task_workers")).isEqualTo(1);
    }
    await().atMost(TaskStage.SOON).until(() -> !kinds().contains("my-kind 3 false"));
  }

  @Test
  void oneWorkerTooManyIsRefused() throws Exception {
    try (WorkStream a = new WorkStream(stage).offer("a", 1, "my-kind");
        WorkStream b = new WorkStream(stage).offer("b", 1, "my-kind")) {
      a.next(WorkResponse::hasReady);
      b.next(WorkResponse::hasReady);
      try (WorkStream c = new WorkStream(stage).offer("c", 1, "my-kind")) {
        TaskStage.Refused refused = c.refused.get(30, TimeUnit.SECONDS);
        assertThat(refused.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(refused.reason()).isEqualTo("WORKERS_MAX");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'',1,my-kind,offer.worker",
    "w,0,my-kind,offer.slots",
    "w,1001,my-kind,offer.slots",
    "w,1,My Kind,offer.kinds[0]"
  })
  void anOfferThatMakesNoSenseIsRefusedByItsField(String name, int slots, String kind, String field)
      throws Exception {
    try (WorkStream worker = new WorkStream(stage).offer(name, slots, kind)) {
      TaskStage.Refused refused = worker.refused.get(30, TimeUnit.SECONDS);
      assertThat(refused.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(refused.fields()).containsExactly(field);
    }
  }

  @Test
  void whoSaysSomethingBeforeItsOfferIsRefused() throws Exception {
    try (WorkStream worker = new WorkStream(stage)) {
      worker.say(WorkRequest.newBuilder().setBeat(WorkRequest.Beat.getDefaultInstance()));
      assertThat(worker.refused.get(30, TimeUnit.SECONDS).reason()).isEqualTo("NO_OFFER");
    }
  }

  @Test
  void whoOffersTwiceIsRefused() throws Exception {
    try (WorkStream worker =
        new WorkStream(stage).offer("w", 1, "my-kind").offer("w", 1, "my-kind")) {
      assertThat(worker.refused.get(30, TimeUnit.SECONDS).reason()).isEqualTo("OFFERED_TWICE");
    }
  }

  @Test
  void aWorkerIsToldWhenTheServerStops() throws Exception {
    try (WorkStream worker = new WorkStream(stage).offer("w", 1, "my-kind")) {
      worker.next(WorkResponse::hasReady);
      server.close();
      assertThat(worker.ended.get(30, TimeUnit.SECONDS).getCode())
          .isEqualTo(Status.Code.UNAVAILABLE);
    }
  }

  private List<String> kinds() {
    return stage
        .stub()
        .listTaskKinds(ListTaskKindsRequest.getDefaultInstance())
        .getKindsList()
        .stream()
        .map(kind -> kind.getName() + " " + kind.getWorkerSlots() + " " + kind.getBuiltIn())
        .toList();
  }

  private static void fail(WorkStream worker, WorkResponse.Lease lease, boolean retryable) {
    worker.say(
        WorkRequest.newBuilder()
            .setFail(
                WorkRequest.Fail.newBuilder()
                    .setTaskId(lease.getTask().getId())
                    .setToken(lease.getToken())
                    .setError("no luck")
                    .setRetryable(retryable)));
  }
}
