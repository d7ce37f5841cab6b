package io.finstage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.finstage.proto.v1.ListTasksRequest;
import io.finstage.proto.v1.SubmitTaskRequest;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TasksTest {

  private static final Instant AT = Instant.parse("2026-11-18T09:30:00.25Z");

  private final FakeTasks server = new FakeTasks();
  private final TaskFixture fixture = new TaskFixture(server);
  private final Tasks tasks = fixture.client.tasks();

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void submitsWhatWasSaid() {
    TaskHandle handle =
        tasks
            .submit("report", "{\"day\":\"2013-10-07\"}")
            .priority(TaskPriority.HIGH)
            .label("desk", "fx")
            .label("user", "ann")
            .queue("night")
            .maxAttempts(3)
            .timeout(Duration.ofMillis(1500))
            .runAt(AT)
            .requestId("r-1")
            .send();

    assertThat(handle.id()).isEqualTo("1");
    SubmitTaskRequest asked = server.submitted.get(0);
    assertThat(asked.getKind()).isEqualTo("report");
    assertThat(asked.getPayload().toStringUtf8()).isEqualTo("{\"day\":\"2013-10-07\"}");
    assertThat(asked.getPriority()).isEqualTo(io.finstage.proto.v1.TaskPriority.HIGH);
    assertThat(asked.getLabelsMap()).isEqualTo(Map.of("desk", "fx", "user", "ann"));
    assertThat(asked.getQueue()).isEqualTo("night");
    assertThat(asked.getMaxAttempts()).isEqualTo(3);
    assertThat(TasksWire.duration(asked.getTimeout())).isEqualTo(Duration.ofMillis(1500));
    assertThat(Wire.instant(asked.getRunAt())).isEqualTo(AT);
    assertThat(asked.getRequestId()).isEqualTo("r-1");
  }

  @Test
  void leavesToTheServerWhatWasNotSaid() {
    var unused = tasks.submit("report").send();

    SubmitTaskRequest asked = server.submitted.get(0);
    assertThat(asked.hasMaxAttempts()).isFalse();
    assertThat(asked.hasTimeout()).isFalse();
    assertThat(asked.hasRunAt()).isFalse();
    assertThat(asked.getQueue()).isEmpty();
  }

  @Test
  void makesOneTaskWhenTheConnectionBreaksAfterTheServerHasTakenIt() {
    server.afterSubmit.add(Status.UNAVAILABLE);
    server.afterSubmit.add(Status.UNAVAILABLE);

    TaskHandle handle = tasks.submit("echo", "{}").send();

    assertThat(handle.id()).isEqualTo("1");
    assertThat(server.tasks).hasSize(1);
    assertThat(server.submitted)
        .extracting(SubmitTaskRequest::getRequestId)
        .containsExactly("id-1", "id-1", "id-1");
    assertThat(fixture.pauses).containsExactly(Duration.ofMillis(200), Duration.ofMillis(400));
  }

  @Test
  void sendsAgainWhenTheConnectionIsClosedBecauseOfItsOtherCalls() {
    server.afterSubmit.add(
        Status.INTERNAL.withDescription("Abrupt GOAWAY closed sent stream. HTTP/2 error code"));

    assertThat(tasks.submit("echo", "{}").send().id()).isEqualTo("1");
    assertThat(server.submitted).hasSize(2);
  }

  @Test
  void makesOneTaskOfASubmissionThatIsSentAgain() {
    Submission submission = tasks.submit("echo", "{}").label("a", "b");

    String first = submission.send().id();

    assertThat(submission.send().id()).isEqualTo(first);
    assertThat(tasks.submit("echo", "{}").send().id()).isNotEqualTo(first);
  }

  @Test
  void givesUpWhenTheServerIsNotThereWithinTheDeadline() {
    for (int i = 0; i < 100; i++) {
      server.afterSubmit.add(Status.UNAVAILABLE);
    }

    assertThatThrownBy(() -> tasks.submit("echo").send())
        .isInstanceOf(FinstageException.class)
        .hasMessageStartingWith("UNAVAILABLE");
    assertThat(fixture.pauses.stream().mapToLong(Duration::toMillis).sum())
        .isLessThan(ClientOptions.defaults().deadline().toMillis());
  }

  @Test
  void doesNotRepeatWhatTheServerRefuses() {
    server.afterSubmit.add(Status.RESOURCE_EXHAUSTED.withDescription("enough"));

    assertThatThrownBy(() -> tasks.submit("echo").send()).hasMessageContaining("enough");
    assertThat(server.submitted).hasSize(1);
  }

  @Test
  void keepsTheInterruptOfACallerThatWaitsForTheServer() {
    server.afterSubmit.add(Status.UNAVAILABLE);
    Submission submission = tasks.submit("echo");
    Thread.currentThread().interrupt();

    assertThatThrownBy(submission::send).hasMessageStartingWith("CANCELLED");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void readsATaskWithItsPayload() {
    String id = tasks.submit("echo", new byte[] {1, 2}).send().id();

    Task task = tasks.get(id);

    assertThat(task.kind()).isEqualTo("echo");
    assertThat(task.state()).isEqualTo(TaskState.READY);
    assertThat(task.payload()).containsExactly(1, 2);
    assertThat(task.startedAt()).isEmpty();
    assertThat(task).hasToString("task 1 echo READY, attempt 0 of 0, 0 %");
    assertThatThrownBy(() -> tasks.get("99")).hasMessageStartingWith("NOT_FOUND");
  }

  @Test
  void readsAPageOnlyWhenItIsNeeded() {
    for (int i = 0; i < 5; i++) {
      var unused = tasks.submit("echo").send();
    }

    Iterator<Task> listed = tasks.list(TaskFilter.ALL).iterator();
    assertThat(server.listed).isEmpty();
    assertThat(listed.next().id()).isEqualTo("1");
    assertThat(listed.next().id()).isEqualTo("2");
    assertThat(server.listed).hasSize(1);
    assertThat(listed).toIterable().extracting(Task::id).containsExactly("3", "4", "5");
    assertThat(server.listed)
        .extracting(ListTasksRequest::getPageToken)
        .containsExactly("", "2", "4");
  }

  @Test
  void listsTheTasksThatFit() {
    TaskFilter filter =
        TaskFilter.ALL
            .states(TaskState.FAILED)
            .kinds("echo")
            .label("desk", "fx")
            .from(AT)
            .to(AT.plusSeconds(1));

    assertThat(tasks.list(filter)).isEmpty();

    var asked = server.listed.get(0).getFilter();
    assertThat(asked.getStatesList()).containsExactly(io.finstage.proto.v1.TaskState.FAILED);
    assertThat(asked.getKindsList()).containsExactly("echo");
    assertThat(asked.getLabelsMap()).isEqualTo(Map.of("desk", "fx"));
    assertThat(Wire.instant(asked.getStartTime())).isEqualTo(AT);
    assertThat(Wire.instant(asked.getEndTime())).isEqualTo(AT.plusSeconds(1));
  }

  @Test
  void readsTheKinds() {
    assertThat(tasks.kinds())
        .containsExactly(new TaskKind("echo", "Gives back what it got.", 3, 8, true));
  }

  @Test
  void keepsSchedulesOnTheServer() {
    Timing evening = Timing.cron("30 16 * * 1-5", ZoneId.of("America/New_York"));
    Submission report = tasks.submit("report", "{}").priority(TaskPriority.LOW);

    Schedule made = tasks.createSchedule("evening", evening, report);
    var unused = tasks.createSchedule("often", Timing.every(Duration.ofMinutes(5)), report);
    var utc = tasks.createSchedule("noon", Timing.cron("0 12 * * *"), report);

    assertThat(made.nextAt()).isEqualTo(Instant.ofEpochSecond(60));
    assertThat(server.schedule("evening").getTask().getRequestId()).isEmpty();
    assertThat(server.schedule("noon").getTimeZone()).isEqualTo("UTC");
    assertThat(utc.name()).isEqualTo("noon");
    assertThat(tasks.schedules())
        .extracting(Schedule::timing)
        .containsExactly(
            evening,
            Timing.every(Duration.ofMinutes(5)),
            Timing.cron("0 12 * * *", ZoneId.of("UTC")));
    tasks.deleteSchedule("evening");
    assertThat(tasks.schedules()).extracting(Schedule::name).containsExactly("often", "noon");
    assertThatThrownBy(() -> tasks.deleteSchedule("evening")).hasMessageStartingWith("NOT_FOUND");
  }

  @Test
  void submitsTheTaskOfAScheduleOnceMore() {
    var unused =
        tasks.createSchedule(
            "often", Timing.every(Duration.ofMinutes(5)), tasks.submit("echo", "{\"a\":1}"));

    String id = tasks.schedules().get(0).task().send().id();

    assertThat(new String(tasks.get(id).payload(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":1}");
  }

  @Test
  void refusesWhatCannotBe() {
    Submission once = tasks.submit("echo");
    Timing timing = Timing.every(Duration.ofMinutes(5));
    assertThatThrownBy(() -> tasks.createSchedule("a", timing, once.requestId("r")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tasks.createSchedule("a", timing, once.runAt(AT)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> once.requestId("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Timing.every(Duration.ofMillis(999)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TaskFilter.ALL.states(TaskState.OTHER))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
