package io.finstage.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.proto.v1.SubmitTaskRequest;
import io.finstage.server.tasks.Bytes;
import io.finstage.server.tasks.Schedule;
import io.finstage.server.tasks.Submission;
import io.finstage.server.tasks.Task;
import io.finstage.server.tasks.TaskPriority;
import io.finstage.server.tasks.TaskState;
import io.finstage.server.tasks.TasksConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TaskMessagesTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Submission ASKED =
      new Submission(
          "report",
          "nightly",
          Bytes.utf8("in"),
          TaskPriority.LOW,
          7,
          Duration.ofMillis(1500),
          Optional.of(NOW.plusSeconds(60)),
          "r-1",
          Map.of("a", "b"));
  private static final Task TASK =
      new Task(
          42,
          ASKED,
          TaskState.RUNNING,
          2,
          1,
          5,
          0.25,
          "note",
          "error",
          "owner",
          true,
          9,
          NOW,
          NOW.plusSeconds(1),
          Optional.of(NOW.plusSeconds(2)),
          Optional.of(NOW.plusSeconds(3)),
          Bytes.utf8("out"),
          3);

  @Test
  void everyFieldOfATaskIsSpelled() {
    io.finstage.proto.v1.Task task = TaskMessages.whole(TASK);

    assertThat(task.getAllFields()).hasSize(task.getDescriptorForType().getFields().size());
    assertThat(task.getId()).isEqualTo("42");
    assertThat(task.getTimeout()).isEqualTo(TaskMessages.duration(Duration.ofMillis(1500)));
    assertThat(task.getResult().toStringUtf8()).isEqualTo("out");
  }

  @Test
  void aBriefTaskHasNeitherPayloadNorResultAndALeasedOneItsPayload() {
    assertThat(TaskMessages.brief(TASK).getPayload()).isEmpty();
    assertThat(TaskMessages.brief(TASK).getResult()).isEmpty();
    assertThat(TaskMessages.brief(TASK).getResultBytes()).isEqualTo(3);
    assertThat(TaskMessages.leased(TASK).getPayload().toStringUtf8()).isEqualTo("in");
    assertThat(TaskMessages.leased(TASK).getResult()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TaskState.class)
  void statesHaveTheSameNamesOnBothSides(TaskState state) {
    assertThat(TaskMessages.state(state).name()).isEqualTo(state.name());
  }

  @Test
  void whatAScheduleSubmitsCanBeSubmittedAgain() {
    Submission timeless =
        new Submission(
            "report",
            "nightly",
            Bytes.utf8("in"),
            TaskPriority.HIGH,
            7,
            Duration.ofMillis(1500),
            Optional.empty(),
            "",
            Map.of("a", "b"));
    SubmitTaskRequest said =
        TaskMessages.schedule(
                new Schedule("s", timeless, new Schedule.Timing.Every(Duration.ofSeconds(5)), NOW))
            .getTask();

    assertThat(new TaskRequests(TasksConfig.standard(), InstantSource.fixed(NOW)).submission(said))
        .isEqualTo(new TaskRequests.Outcome.Fine<>(timeless));
  }

  @Test
  void whatIsNotSaidIsTheDefault() {
    SubmitTaskRequest said = SubmitTaskRequest.newBuilder().setKind("echo").build();

    assertThat(new TaskRequests(TasksConfig.standard(), InstantSource.fixed(NOW)).submission(said))
        .isEqualTo(new TaskRequests.Outcome.Fine<>(Submission.of("echo", Bytes.EMPTY)));
  }

  @Test
  void aTimeThatIsPastIsNow() {
    SubmitTaskRequest said =
        SubmitTaskRequest.newBuilder()
            .setKind("echo")
            .setRunAt(Times.timestamp(NOW.minusSeconds(1)))
            .build();

    assertThat(new TaskRequests(TasksConfig.standard(), InstantSource.fixed(NOW)).submission(said))
        .isEqualTo(new TaskRequests.Outcome.Fine<>(Submission.of("echo", Bytes.EMPTY)));
  }
}
