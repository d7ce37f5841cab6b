package io.finstage.server;

import static io.finstage.server.TaskStage.refusal;
import static io.finstage.server.TaskStage.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import io.finstage.proto.v1.CreateScheduleRequest;
import io.finstage.proto.v1.DeleteScheduleRequest;
import io.finstage.proto.v1.ListSchedulesRequest;
import io.finstage.proto.v1.ListTasksRequest;
import io.finstage.proto.v1.Schedule;
import io.finstage.proto.v1.TaskFilter;
import io.finstage.proto.v1.TaskState;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schedules, as a client of any make has them. */
@Timeout(120)
class SchedulesIT {

  @SuppressWarnings("NullAway.Init")
  private static RunningServer server;

  @SuppressWarnings("NullAway.Init")
  private static TaskStage stage;

  @BeforeAll
  static void start() {
    server = RunningServer.start(Map.of());
    stage = new TaskStage(server.port());
  }

  @AfterAll
  static void stop() {
    stage.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"not a cron", "* * * * * *", "61 * * * *"})
  void aCronThatCannotBeReadIsRefusedByItsField(String cron) {
    TaskStage.Refused refused = refusal(() -> create(hourly("bad").setCron(cron)));

    assertThat(refused.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(refused.fields()).isEqualTo(List.of("schedule.cron"));
  }

  @Test
  void aScheduleSubmitsIsListedAndEnds() {
    Schedule.Builder everySecond = hourly("ticker").setEvery(Duration.newBuilder().setSeconds(1));
    everySecond.getTaskBuilder().putLabels("by", "ticker");

    Schedule created = create(everySecond);
    Schedule again = create(everySecond);
    TaskFilter filter =
        TaskFilter.newBuilder().putLabels("by", "ticker").addStates(TaskState.SUCCEEDED).build();
    org.awaitility.Awaitility.await()
        .atMost(TaskStage.SOON)
        .until(() ->
            stage
                    .stub()
                    .listTasks(ListTasksRequest.newBuilder().setFilter(filter).build())
                    .getTasksCount()
                >= 2);

    assertThat(created.getNextAt().getSeconds()).isPositive();
    assertThat(again.getName()).isEqualTo("ticker");
    assertThat(refusal(() -> create(hourly("ticker"))).reason()).isEqualTo("SCHEDULE_EXISTS");
    assertThat(
            stage
                .stub()
                .listSchedules(ListSchedulesRequest.getDefaultInstance())
                .getSchedulesList())
        .extracting(Schedule::getName)
        .contains("ticker");
    var _ =
        stage.stub().deleteSchedule(DeleteScheduleRequest.newBuilder().setName("ticker").build());
    assertThat(
            refusal(() ->
                stage
                    .stub()
                    .deleteSchedule(DeleteScheduleRequest.newBuilder().setName("ticker").build())))
        .extracting(TaskStage.Refused::code, TaskStage.Refused::reason)
        .containsExactly(Status.Code.NOT_FOUND, "SCHEDULE_NOT_FOUND");
  }

  @Test
  void aCronWithATimeZoneIsKeptAsItWasGiven() {
    Schedule created =
        create(hourly("close").setCron("30 16 * * 1-5").setTimeZone("America/New_York"));

    assertThat(created.getCron()).isEqualTo("30 16 * * 1-5");
    assertThat(created.getTimeZone()).isEqualTo("America/New_York");
    var _ =
        stage.stub().deleteSchedule(DeleteScheduleRequest.newBuilder().setName("close").build());
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
}
