package io.finstage.server.api;

import io.finstage.server.tasks.Task;
import io.grpc.Status;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Why the queue does not do what it was asked to, in the words of both wires. */
public final class TaskRefusals {

  private TaskRefusals() {}

  /** There is no such task, or its time to be kept is over. */
  public static Refusal notFound(String id) {
    return new Refusal(
        Status.Code.NOT_FOUND,
        "TASK_NOT_FOUND",
        "there is no task " + id + ", or its time to be kept is over",
        List.of(),
        Map.of("id", id));
  }

  /** There is no such schedule. */
  public static Refusal noSchedule(String name) {
    return new Refusal(
        Status.Code.NOT_FOUND,
        "SCHEDULE_NOT_FOUND",
        "there is no schedule " + name,
        List.of(),
        Map.of("name", name));
  }

  /** The request id belongs to a task that is another one. */
  public static Refusal requestIdUsed(long id) {
    return new Refusal(
        Status.Code.ALREADY_EXISTS,
        "REQUEST_ID_USED",
        "request_id was used for something else, task " + id,
        List.of(new Refusal.Violation("request_id", "must be another one")),
        Map.of("id", Long.toString(id)));
  }

  /** The name belongs to a schedule that is another one. */
  public static Refusal nameUsed(String name) {
    return new Refusal(
        Status.Code.ALREADY_EXISTS,
        "SCHEDULE_EXISTS",
        "there is another schedule " + name,
        List.of(new Refusal.Violation("schedule.name", "must be another one")),
        Map.of("name", name));
  }

  /**
   * A limit was met; nothing was kept.
   *
   * @param key of the configuration, as in {@code tasks.waiting-max}
   */
  public static Refusal full(String key, long limit) {
    return full(key, limit, "; nothing was changed");
  }

  /**
   * Too many watch already; nothing would have been changed anyway.
   *
   * @param key of the configuration, as in {@code tasks.watchers-max}
   */
  public static Refusal watched(String key, long limit) {
    return full(key, limit, "");
  }

  private static Refusal full(String key, long limit, String more) {
    String name = key.substring(key.indexOf('.') + 1);
    return new Refusal(
        Status.Code.RESOURCE_EXHAUSTED,
        name.replace('-', '_').toUpperCase(Locale.ROOT),
        "no more than " + key + ", " + limit + ", at a time" + more,
        List.of(),
        Map.of("key", key, "limit", Long.toString(limit)));
  }

  /** Cannot be run again in its state. */
  public static Refusal wrongState(Task task) {
    return new Refusal(
        Status.Code.FAILED_PRECONDITION,
        "WRONG_STATE",
        "task "
            + task.id()
            + " is "
            + task.state()
            + "; only FAILED and CANCELLED ones can be run again",
        List.of(),
        Map.of("id", Long.toString(task.id()), "state", task.state().name()));
  }

  /** The database does not answer, or refuses; nothing was changed. */
  public static Refusal unavailable(String message) {
    return new Refusal(
        Status.Code.UNAVAILABLE,
        "DATABASE_UNAVAILABLE",
        "nothing was changed: " + message,
        List.of(),
        Map.of());
  }

  /** The database does not answer a question. */
  public static Refusal unreadable() {
    return new Refusal(
        Status.Code.UNAVAILABLE,
        "DATABASE_UNAVAILABLE",
        "the database does not answer now",
        List.of(),
        Map.of());
  }

  /** The queue has taken the worker's tasks back. */
  public static Refusal workerClosed(String reason) {
    return new Refusal(
        Status.Code.UNAVAILABLE,
        "WORKER_CLOSED",
        "its tasks are taken back: " + reason,
        List.of(),
        Map.of("reconnect", "true"));
  }
}
