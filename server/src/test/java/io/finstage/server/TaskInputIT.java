package io.finstage.server;

import static io.finstage.server.TaskStage.refusal;
import static io.finstage.server.TaskStage.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.finstage.proto.v1.CreateScheduleRequest;
import io.finstage.proto.v1.GetTaskRequest;
import io.finstage.proto.v1.ListTasksRequest;
import io.finstage.proto.v1.Schedule;
import io.finstage.proto.v1.SubmitTaskRequest;
import io.finstage.proto.v1.TaskFilter;
import io.finstage.proto.v1.TaskState;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a request about tasks is named by its field, with the limit. */
@Timeout(120)
class TaskInputIT {

  @SuppressWarnings("NullAway.Init")
  private static RunningServer server;

  @SuppressWarnings("NullAway.Init")
  private static TaskStage stage;

  @BeforeAll
  static void start() {
    server = RunningServer.start(Map.of("tasks.payload-bytes-max", "1KiB"));
    stage = new TaskStage(server.port());
  }

  @AfterAll
  static void stop() {
    stage.close();
    server.close();
  }

  static Stream<Arguments> submissions() {
    return Stream.of(
        bad("kind", it -> it.setKind("")),
        bad("kind", it -> it.setKind("Echo")),
        bad("kind", it -> it.setKind("a".repeat(65))),
        bad("payload", it -> it.setPayload(ByteString.copyFrom(new byte[1025]))),
        bad("queue", it -> it.setQueue("my queue")),
        bad("priority", it -> it.setPriorityValue(9)),
        bad("max_attempts", it -> it.setMaxAttempts(0)),
        bad("max_attempts", it -> it.setMaxAttempts(101)),
        bad("timeout", it -> it.setTimeout(Duration.getDefaultInstance())),
        bad("timeout", it -> it.setTimeout(Duration.newBuilder().setSeconds(86_401))),
        bad("timeout", it -> it.setTimeout(Duration.newBuilder().setSeconds(Long.MIN_VALUE))),
        bad("run_at", it -> it.setRunAt(Timestamp.newBuilder().setSeconds(32_503_680_000L))),
        bad("run_at", it -> it.setRunAt(Timestamp.newBuilder().setNanos(-1))),
        bad("request_id", it -> it.setRequestId("x".repeat(129))),
        bad("request_id", it -> it.setRequestId("a\u0000b")),
        bad("labels", it -> it.putLabels("Not A Key", "x")),
        bad("labels[a]", it -> it.putLabels("a", "x".repeat(129))),
        bad("labels", it -> IntStream.range(0, 17).forEach(i -> it.putLabels("k" + i, "x"))));
  }

  @ParameterizedTest
  @MethodSource("submissions")
  void aSubmissionIsRefusedByItsField(String field, Consumer<SubmitTaskRequest.Builder> change) {
    SubmitTaskRequest.Builder request = task("echo", "{}");
    change.accept(request);

    TaskStage.Refused refused = refusal(() -> stage.submit(request));

    assertThat(refused.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refused.fields()).containsExactly(field);
    assertThat(refused.reason()).startsWith("INVALID_");
  }

  @Test
  void everythingThatIsWrongIsNamedAtOnceWithItsLimit() {
    TaskStage.Refused refused =
        refusal(
            () -> stage.submit(task("", "").setMaxAttempts(200).setQueue("Q").setRequestId("\n")));

    assertThat(refused.fields()).containsExactly("kind", "queue", "max_attempts", "request_id");
    assertThat(refused.message()).contains("1 to 64 characters");
  }

  @Test
  void aPartOfAResultIsRefusedByItsField() {
    String id = stage.submit(task("echo", "hello"));
    stage.await(id, TaskState.SUCCEEDED);

    assertThat(refused(GetTaskRequest.newBuilder().setId("x"))).containsExactly("id");
    assertThat(refused(GetTaskRequest.newBuilder().setId(id).setResultOffset(-1)))
        .containsExactly("result_offset");
    assertThat(refused(GetTaskRequest.newBuilder().setId(id).setResultOffset(6)))
        .containsExactly("result_offset");
    assertThat(refused(GetTaskRequest.newBuilder().setId(id).setResultBytesMax(-1)))
        .containsExactly("result_bytes_max");
  }

  private static List<String> refused(GetTaskRequest.Builder request) {
    TaskStage.Refused refused = refusal(() -> stage.stub().getTask(request.build()));
    assertThat(refused.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    return refused.fields();
  }

  @ParameterizedTest
  @MethodSource("lists")
  void aListIsRefusedByItsField(String field, ListTasksRequest request) {
    TaskStage.Refused refused = refusal(() -> stage.stub().listTasks(request));

    assertThat(refused.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refused.fields()).containsExactly(field);
  }

  static Stream<Arguments> lists() {
    return Stream.of(
        list("page_size", it -> it.setPageSize(-1)),
        list("page_size", it -> it.setPageSize(1001)),
        list("page_token", it -> it.setPageToken("nonsense")),
        list("filter.states[0]", it -> it.setFilter(TaskFilter.newBuilder().addStatesValue(77))),
        list("filter.kinds[0]", it -> it.setFilter(TaskFilter.newBuilder().addKinds("A"))),
        list("filter.labels", it -> it.setFilter(TaskFilter.newBuilder().putLabels("A", ""))),
        list(
            "filter.start_time",
            it ->
                it.setFilter(
                    TaskFilter.newBuilder().setStartTime(Timestamp.newBuilder().setNanos(-1)))),
        list(
            "filter.end_time",
            it ->
                it.setFilter(
                    TaskFilter.newBuilder()
                        .setStartTime(Timestamp.newBuilder().setSeconds(2))
                        .setEndTime(Timestamp.newBuilder().setSeconds(1)))));
  }

  static Stream<Arguments> schedules() {
    return Stream.of(
        schedule("schedule.name", it -> it.setName("")),
        schedule("schedule.task.kind", it -> it.getTaskBuilder().setKind("")),
        schedule("schedule.task.request_id", it -> it.getTaskBuilder().setRequestId("x")),
        schedule(
            "schedule.task.run_at",
            it -> it.getTaskBuilder().setRunAt(Timestamp.getDefaultInstance())),
        schedule("schedule.cron", it -> it.clearTiming()),
        schedule("schedule.every", it -> it.setEvery(Duration.newBuilder().setNanos(1))),
        schedule("schedule.time_zone", it -> it.setTimeZone("UTC")),
        schedule("schedule.time_zone", it -> it.setCron("0 0 * * *").setTimeZone("Mars/Base")));
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void aScheduleIsRefusedByItsField(String field, Consumer<Schedule.Builder> change) {
    Schedule.Builder schedule = hourly("bad");
    change.accept(schedule);

    TaskStage.Refused refused = refusal(() -> create(schedule));

    assertThat(refused.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refused.fields()).containsExactly(field);
  }

  private static Schedule create(Schedule.Builder schedule) {
    return stage
        .stub()
        .createSchedule(CreateScheduleRequest.newBuilder().setSchedule(schedule).build())
        .getSchedule();
  }

  private static Schedule.Builder hourly(String name) {
    return Schedule.newBuilder()
        .setName(name)
        .setTask(task("echo", "{}"))
        .setEvery(Duration.newBuilder().setSeconds(3600));
  }

  private static Arguments bad(String field, Consumer<SubmitTaskRequest.Builder> change) {
    return Arguments.of(field, change);
  }

  private static Arguments schedule(String field, Consumer<Schedule.Builder> change) {
    return Arguments.of(field, change);
  }

  private static Arguments list(String field, Consumer<ListTasksRequest.Builder> change) {
    ListTasksRequest.Builder request = ListTasksRequest.newBuilder();
    change.accept(request);
    return Arguments.of(field, request.build());
  }
}
