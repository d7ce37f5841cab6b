package io.finstage.server.api;

import io.finstage.proto.v1.GetTaskRequest;
import io.finstage.proto.v1.Schedule;
import io.finstage.proto.v1.SubmitTaskRequest;
import io.finstage.proto.v1.TaskFilter;
import io.finstage.server.tasks.Bytes;
import io.finstage.server.tasks.ResultPart;
import io.finstage.server.tasks.Schedule.Timing;
import io.finstage.server.tasks.Submission;
import io.finstage.server.tasks.TaskPriority;
import io.finstage.server.tasks.TaskState;
import io.finstage.server.tasks.TasksConfig;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What requests about tasks mean, or what is wrong with them. Thread-safe. */
public final class TaskRequests {

  /** How far ahead a task may be put. */
  private static final Duration AHEAD_MAX = Duration.ofDays(3653);

  private static final int FILTER_KINDS_MAX = 100;
  private static final int CRON_MAX = 128;
  private static final int ZONE_MAX = 64;
  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** What became of reading a request. */
  public sealed interface Outcome<T> {

    record Fine<T>(T wish) implements Outcome<T> {}

    record Refused<T>(Refusal refusal) implements Outcome<T> {}
  }

  /** What is to be submitted again and again. */
  public record ScheduleWish(String name, Submission submission, Timing timing) {}

  private final TasksConfig config;
  private final InstantSource clock;

  public TaskRequests(TasksConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  /** Id of a task; what it names may not exist. */
  public static Outcome<Long> id(String text) {
    OptionalLong id = TaskFields.id(text);
    if (id.isPresent()) {
      return new Outcome.Fine<>(id.getAsLong());
    }
    TaskFields fields = new TaskFields();
    long none = fields.taskId("id", text);
    return outcome(fields, none);
  }

  /** Which task, and which bytes of its result. */
  public record GetWish(long id, ResultPart part) {}

  /** One task; it may not exist, and its result may be shorter than where the part begins. */
  public static Outcome<GetWish> get(GetTaskRequest request) {
    TaskFields fields = new TaskFields();
    long id = fields.taskId("id", request.getId());
    if (request.getResultOffset() < 0) {
      fields.add("result_offset", "must be 0 or more");
    }
    if (request.getResultBytesMax() < 0) {
      fields.add("result_bytes_max", "must be 0 or more");
    }
    Optional<Refusal> refusal = fields.refusal();
    return refusal.isPresent()
        ? new Outcome.Refused<>(refusal.get())
        : new Outcome.Fine<>(
            new GetWish(id, ResultPart.of(request.getResultOffset(), request.getResultBytesMax())));
  }

  /** Why there is no such part of the result of a task. */
  public static Refusal beyond(long resultBytes) {
    return Refusal.invalid(
        "INVALID_RESULT_OFFSET", "result_offset", "must be 0 to result_bytes, " + resultBytes);
  }

  /** Name of a schedule. */
  public static Outcome<String> name(String text) {
    TaskFields fields = new TaskFields();
    return outcome(fields, fields.name("name", text));
  }

  /** What somebody wants done. */
  public Outcome<Submission> submission(SubmitTaskRequest request) {
    TaskFields fields = new TaskFields();
    Optional<Submission> read = submission("", request, fields);
    return read.isPresent()
        ? new Outcome.Fine<>(read.get())
        : new Outcome.Refused<>(fields.refusal().orElseThrow());
  }

  /** What somebody wants done again and again. */
  public Outcome<ScheduleWish> schedule(Schedule request) {
    TaskFields fields = new TaskFields();
    String name = fields.name("schedule.name", request.getName());
    SubmitTaskRequest task = request.getTask();
    if (!task.getRequestId().isEmpty()) {
      fields.add("schedule.task.request_id", "must be empty: each time is a task of its own");
    }
    if (task.hasRunAt()) {
      fields.add("schedule.task.run_at", "must be absent: the schedule says when");
    }
    SubmitTaskRequest timeless = task.toBuilder().clearRequestId().clearRunAt().build();
    Optional<Submission> submission = submission("schedule.task.", timeless, fields);
    Timing timing = timing(request, fields);
    Optional<Refusal> refusal = fields.refusal();
    return refusal.isPresent() || submission.isEmpty()
        ? new Outcome.Refused<>(refusal.orElseThrow())
        : new Outcome.Fine<>(new ScheduleWish(name, submission.get(), timing));
  }

  /** Which tasks. */
  static io.finstage.server.tasks.TaskFilter filter(TaskFilter request, TaskFields fields) {
    Set<TaskState> states = EnumSet.noneOf(TaskState.class);
    boolean any = false;
    for (int i = 0; i < request.getStatesCount(); i++) {
      switch (request.getStates(i)) {
        case TASK_STATE_UNSPECIFIED -> any = true;
        case UNRECOGNIZED ->
            fields.add(
                "filter.states[" + i + "]",
                "must be SCHEDULED, READY, RUNNING, SUCCEEDED, FAILED or CANCELLED");
        default -> states.add(TaskState.valueOf(request.getStates(i).name()));
      }
    }
    if (request.getKindsCount() > FILTER_KINDS_MAX) {
      fields.add(
          "filter.kinds", "must be up to " + FILTER_KINDS_MAX + ", not " + request.getKindsCount());
    } else {
      for (int i = 0; i < request.getKindsCount(); i++) {
        fields.name("filter.kinds[" + i + "]", request.getKinds(i));
      }
    }
    fields.labels("filter.labels", request.getLabelsMap());
    Optional<Instant> from =
        request.hasStartTime()
            ? fields.time("filter.start_time", request.getStartTime())
            : Optional.empty();
    Optional<Instant> to =
        request.hasEndTime()
            ? fields.time("filter.end_time", request.getEndTime())
            : Optional.empty();
    if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
      fields.add("filter.end_time", "must not be before start_time");
    }
    return new io.finstage.server.tasks.TaskFilter(
        any ? Set.of() : states,
        new HashSet<>(request.getKindsList()),
        request.getLabelsMap(),
        from,
        to);
  }

  private Optional<Submission> submission(
      String prefix, SubmitTaskRequest request, TaskFields fields) {
    String kind = fields.name(prefix + "kind", request.getKind());
    fields.bytes(
        prefix + "payload",
        request.getPayload().size(),
        "tasks.payload-bytes-max",
        config.payloadBytesMax());
    String queue =
        request.getQueue().isEmpty()
            ? Submission.QUEUE
            : fields.name(prefix + "queue", request.getQueue());
    TaskPriority priority = priority(prefix, request, fields);
    int attempts =
        request.hasMaxAttempts()
            ? fields.within(
                prefix + "max_attempts", request.getMaxAttempts(), 1, Submission.ATTEMPTS_MAX)
            : Submission.ATTEMPTS;
    Duration timeout =
        request.hasTimeout()
            ? fields.duration(
                prefix + "timeout",
                request.getTimeout(),
                MILLISECOND,
                Submission.TIMEOUT_MAX,
                "1 ms to 24 h")
            : Submission.TIMEOUT;
    Optional<Instant> runAt = runAt(prefix, request, fields);
    requestId(prefix, request.getRequestId(), fields);
    fields.labels(prefix + "labels", request.getLabelsMap());
    return fields.refusal().isPresent()
        ? Optional.empty()
        : Optional.of(
            new Submission(
                kind,
                queue,
                Bytes.of(request.getPayload().toByteArray()),
                priority,
                attempts,
                timeout,
                runAt,
                request.getRequestId(),
                request.getLabelsMap()));
  }

  private static TaskPriority priority(
      String prefix, SubmitTaskRequest request, TaskFields fields) {
    return switch (request.getPriority()) {
      case HIGH -> TaskPriority.HIGH;
      case LOW -> TaskPriority.LOW;
      case NORMAL, TASK_PRIORITY_UNSPECIFIED -> TaskPriority.NORMAL;
      case UNRECOGNIZED -> {
        fields.add(prefix + "priority", "must be LOW, NORMAL or HIGH");
        yield TaskPriority.NORMAL;
      }
    };
  }

  private Optional<Instant> runAt(String prefix, SubmitTaskRequest request, TaskFields fields) {
    if (!request.hasRunAt()) {
      return Optional.empty();
    }
    Optional<Instant> at = fields.time(prefix + "run_at", request.getRunAt());
    if (at.isPresent() && at.get().isAfter(clock.instant().plus(AHEAD_MAX))) {
      fields.add(prefix + "run_at", "must be up to ten years ahead");
    }
    // What is past is now.
    return at.filter(it -> it.isAfter(clock.instant()));
  }

  private static void requestId(String prefix, String requestId, TaskFields fields) {
    RequestCheck.requestId(requestId)
        .ifPresent(refusal ->
            fields.add(prefix + "request_id", refusal.violations().getFirst().description()));
  }

  private static Timing timing(Schedule request, TaskFields fields) {
    return switch (request.getTimingCase()) {
      case CRON -> {
        if (request.getCron().length() > CRON_MAX) {
          fields.add("schedule.cron", "must have up to " + CRON_MAX + " characters");
        }
        yield new Timing.Cron(request.getCron(), zone(request, fields));
      }
      case EVERY -> {
        if (!request.getTimeZone().isEmpty()) {
          fields.add("schedule.time_zone", "must be empty without cron");
        }
        yield new Timing.Every(
            fields.duration(
                "schedule.every", request.getEvery(), SECOND, AHEAD_MAX, "1 s to ten years"));
      }
      case TIMING_NOT_SET -> {
        fields.add("schedule.cron", "must be set, or every");
        yield new Timing.Every(SECOND);
      }
    };
  }

  private static ZoneId zone(Schedule request, TaskFields fields) {
    String name = request.getTimeZone();
    if (name.isEmpty()) {
      return ZoneOffset.UTC;
    }
    try {
      if (name.length() <= ZONE_MAX) {
        return ZoneId.of(name);
      }
    } catch (DateTimeException unknown) {
      // Refused below.
    }
    fields.add("schedule.time_zone", "must be a time zone, as in America/New_York");
    return ZoneOffset.UTC;
  }

  static <T> Outcome<T> outcome(TaskFields fields, T wish) {
    Optional<Refusal> refusal = fields.refusal();
    return refusal.isPresent() ? new Outcome.Refused<>(refusal.get()) : new Outcome.Fine<>(wish);
  }
}
