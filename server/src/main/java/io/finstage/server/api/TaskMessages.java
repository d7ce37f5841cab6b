package io.finstage.server.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.UnsafeByteOperations;
import io.finstage.proto.v1.Schedule;
import io.finstage.proto.v1.SubmitTaskRequest;
import io.finstage.proto.v1.Task;
import io.finstage.proto.v1.TaskKind;
import io.finstage.proto.v1.TaskPriority;
import io.finstage.proto.v1.TaskState;
import io.finstage.server.tasks.Bytes;
import io.finstage.server.tasks.Schedule.Timing;
import io.finstage.server.tasks.Submission;

/** Tasks as the contract spells them. Every function is pure. */
public final class TaskMessages {

  private TaskMessages() {}

  /** With payload and result, where they were read. */
  public static Task whole(io.finstage.server.tasks.Task task) {
    return plain(task)
        .setPayload(bytes(task.submission().payload()))
        .setResult(bytes(task.result()))
        .build();
  }

  /** Without payload and result. */
  public static Task brief(io.finstage.server.tasks.Task task) {
    return plain(task).build();
  }

  /** As a worker is given it: with its payload. */
  public static Task leased(io.finstage.server.tasks.Task task) {
    return plain(task).setPayload(bytes(task.submission().payload())).build();
  }

  private static Task.Builder plain(io.finstage.server.tasks.Task task) {
    Submission asked = task.submission();
    Task.Builder message =
        Task.newBuilder()
            .setId(Long.toString(task.id()))
            .setKind(asked.kind())
            .setQueue(asked.queue())
            .setState(state(task.state()))
            .setPriority(priority(asked.priority()))
            .setAttempt(task.attempt())
            .setMaxAttempts(asked.maxAttempts())
            .setRescues(task.rescues())
            .setTimeout(duration(asked.timeout()))
            .putAllLabels(asked.labels())
            .setRequestId(asked.requestId())
            .setProgress(task.progress())
            .setNote(task.note())
            .setError(task.error())
            .setOwner(task.owner())
            .setRevision(task.revision())
            .setCreatedAt(Times.timestamp(task.createdAt()))
            .setRunAt(Times.timestamp(task.runAt()))
            .setCancelRequested(task.cancelRequested())
            .setResultBytes(task.resultBytes());
    task.startedAt().ifPresent(at -> message.setStartedAt(Times.timestamp(at)));
    task.endedAt().ifPresent(at -> message.setEndedAt(Times.timestamp(at)));
    return message;
  }

  /** A kind that can be run. */
  public static TaskKind kind(io.finstage.server.tasks.TaskKind kind) {
    return TaskKind.newBuilder()
        .setName(kind.name())
        .setDescription(kind.description())
        .setConcurrencyMax(kind.concurrencyMax())
        .setWorkerSlots(kind.workerSlots())
        .setBuiltIn(kind.builtIn())
        .build();
  }

  /** A schedule, with what it submits. */
  public static Schedule schedule(io.finstage.server.tasks.Schedule schedule) {
    Submission asked = schedule.submission();
    Schedule.Builder message =
        Schedule.newBuilder()
            .setName(schedule.name())
            .setTask(
                SubmitTaskRequest.newBuilder()
                    .setKind(asked.kind())
                    .setPayload(bytes(asked.payload()))
                    .setQueue(asked.queue())
                    .setPriority(priority(asked.priority()))
                    .setMaxAttempts(asked.maxAttempts())
                    .setTimeout(duration(asked.timeout()))
                    .putAllLabels(asked.labels()))
            .setNextAt(Times.timestamp(schedule.nextAt()));
    switch (schedule.timing()) {
      case Timing.Cron cron -> message.setCron(cron.expression()).setTimeZone(cron.zone().getId());
      case Timing.Every every -> message.setEvery(duration(every.period()));
    }
    return message.build();
  }

  /** A state as the contract names it. */
  public static TaskState state(io.finstage.server.tasks.TaskState state) {
    return switch (state) {
      case SCHEDULED -> TaskState.SCHEDULED;
      case READY -> TaskState.READY;
      case RUNNING -> TaskState.RUNNING;
      case SUCCEEDED -> TaskState.SUCCEEDED;
      case FAILED -> TaskState.FAILED;
      case CANCELLED -> TaskState.CANCELLED;
    };
  }

  /** A length of time as the contract spells it. */
  public static Duration duration(java.time.Duration duration) {
    return Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }

  private static TaskPriority priority(io.finstage.server.tasks.TaskPriority priority) {
    return switch (priority) {
      case HIGH -> TaskPriority.HIGH;
      case NORMAL -> TaskPriority.NORMAL;
      case LOW -> TaskPriority.LOW;
    };
  }

  /** Not copied: neither side changes it. */
  private static ByteString bytes(Bytes bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes.array());
  }
}
