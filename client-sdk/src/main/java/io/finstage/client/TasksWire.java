package io.finstage.client;

import io.finstage.proto.v1.SubmitTaskRequest;
import java.time.Duration;
import java.time.ZoneId;

/** Between the generated types of tasks and ours. */
final class TasksWire {

  private TasksWire() {}

  static TaskState state(io.finstage.proto.v1.TaskState wire) {
    return switch (wire) {
      case SCHEDULED -> TaskState.SCHEDULED;
      case READY -> TaskState.READY;
      case RUNNING -> TaskState.RUNNING;
      case SUCCEEDED -> TaskState.SUCCEEDED;
      case FAILED -> TaskState.FAILED;
      case CANCELLED -> TaskState.CANCELLED;
      case TASK_STATE_UNSPECIFIED, UNRECOGNIZED -> TaskState.OTHER;
    };
  }

  static TaskPriority priority(io.finstage.proto.v1.TaskPriority wire) {
    return switch (wire) {
      case LOW -> TaskPriority.LOW;
      case HIGH -> TaskPriority.HIGH;
      case NORMAL, TASK_PRIORITY_UNSPECIFIED, UNRECOGNIZED -> TaskPriority.NORMAL;
    };
  }

  static io.finstage.proto.v1.TaskPriority priority(TaskPriority priority) {
    return io.finstage.proto.v1.TaskPriority.valueOf(priority.name());
  }

  static io.finstage.proto.v1.TaskFilter filter(TaskFilter filter) {
    var wire =
        io.finstage.proto.v1.TaskFilter.newBuilder()
            .addAllKinds(filter.kinds())
            .putAllLabels(filter.labels());
    filter.states().stream()
        .map(state -> io.finstage.proto.v1.TaskState.valueOf(state.name()))
        .forEach(wire::addStates);
    filter.from().map(Wire::timestamp).ifPresent(wire::setStartTime);
    filter.to().map(Wire::timestamp).ifPresent(wire::setEndTime);
    return wire.build();
  }

  static TaskKind kind(io.finstage.proto.v1.TaskKind wire) {
    return new TaskKind(
        wire.getName(),
        wire.getDescription(),
        wire.getConcurrencyMax(),
        wire.getWorkerSlots(),
        wire.getBuiltIn());
  }

  static io.finstage.proto.v1.Schedule schedule(
      String name, Timing timing, SubmitTaskRequest task) {
    var wire = io.finstage.proto.v1.Schedule.newBuilder().setName(name).setTask(task);
    if (timing instanceof Timing.Cron cron) {
      // The server knows UTC by this name; ZoneOffset.UTC calls itself Z.
      String zone = cron.zone().getId().equals("Z") ? "UTC" : cron.zone().getId();
      wire.setCron(cron.expression()).setTimeZone(zone);
    } else if (timing instanceof Timing.Every every) {
      wire.setEvery(duration(every.period()));
    }
    return wire.build();
  }

  static Schedule schedule(TaskCalls calls, io.finstage.proto.v1.Schedule wire) {
    return new Schedule(
        wire.getName(),
        timing(wire),
        new Submission(calls, wire.getTask(), calls.newId()),
        Wire.instant(wire.getNextAt()));
  }

  private static Timing timing(io.finstage.proto.v1.Schedule wire) {
    if (wire.hasEvery()) {
      return Timing.every(duration(wire.getEvery()));
    }
    String zone = wire.getTimeZone().isEmpty() ? "UTC" : wire.getTimeZone();
    return Timing.cron(wire.getCron(), ZoneId.of(zone));
  }

  static Duration duration(com.google.protobuf.Duration wire) {
    return Duration.ofSeconds(wire.getSeconds(), wire.getNanos());
  }

  static com.google.protobuf.Duration duration(Duration duration) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }
}
