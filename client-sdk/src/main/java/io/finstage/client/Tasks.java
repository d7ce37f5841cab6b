package io.finstage.client;

import com.google.protobuf.ByteString;
import io.finstage.proto.v1.CreateScheduleRequest;
import io.finstage.proto.v1.DeleteScheduleRequest;
import io.finstage.proto.v1.ListSchedulesRequest;
import io.finstage.proto.v1.ListTaskKindsRequest;
import java.util.List;

/**
 * The durable task queue of the server: heavy work that leaves the request and is never lost.
 *
 * <pre>{@code
 * TaskHandle task =
 *     client.tasks().submit("report", "{\"date\":\"2013-10-07\"}").priority(TaskPriority.HIGH).send();
 * Optional<Task> ended = task.await(Duration.ofMinutes(5));
 * }</pre>
 *
 * <p>Every method but {@link #submit} and {@link #handle} asks the server, and throws a {@link
 * FinstageException} when it refuses or does not answer within {@link ClientOptions#deadline()}.
 *
 * <p>Thread-safe.
 */
public final class Tasks {

  private final TaskCalls calls;

  Tasks(TaskCalls calls) {
    this.calls = calls;
  }

  /** A task without a payload; nothing is sent until {@link Submission#send}. */
  public Submission submit(String kind) {
    return Submission.of(calls, kind, ByteString.EMPTY);
  }

  /**
   * A task; nothing is sent until {@link Submission#send}.
   *
   * @param payload for the handler, up to 1 MiB unless the server is set up otherwise; copied
   */
  public Submission submit(String kind, byte[] payload) {
    return Submission.of(calls, kind, ByteString.copyFrom(payload));
  }

  /**
   * A task; nothing is sent until {@link Submission#send}.
   *
   * @param json for the handler, sent as UTF-8; kinds that are built in take a JSON object
   */
  public Submission submit(String kind, String json) {
    return Submission.of(calls, kind, ByteString.copyFromUtf8(json));
  }

  /**
   * The task with this id, which may have been kept over a restart. Asks nobody whether it is
   * there.
   */
  public TaskHandle handle(String id) {
    return new TaskHandle(calls, id);
  }

  /**
   * A task as it is, with payload and result.
   *
   * @throws FinstageException NOT_FOUND when there is none, or its time to be kept is over
   */
  public Task get(String id) {
    return calls.get(id);
  }

  /**
   * Tasks, newest first, without payload and result. Each iteration asks the server anew, page by
   * page as it goes on, and throws {@link FinstageException} from within.
   */
  public Iterable<Task> list(TaskFilter filter) {
    return () -> new TaskPages(calls, filter);
  }

  /** Kinds that the server or a worker can run now, by name. */
  public List<TaskKind> kinds() {
    return calls.call(stub ->
        stub.listTaskKinds(ListTaskKindsRequest.getDefaultInstance()).getKindsList().stream()
            .map(TasksWire::kind)
            .toList());
  }

  /**
   * Has the server submit {@code task} again and again.
   *
   * @param name lower-case letters, digits and - . _ after a letter
   * @param task without requestId and runAt
   * @throws FinstageException ALREADY_EXISTS when the name is taken by another schedule
   */
  public Schedule createSchedule(String name, Timing timing, Submission task) {
    CreateScheduleRequest request =
        CreateScheduleRequest.newBuilder()
            .setSchedule(TasksWire.schedule(name, timing, task.template()))
            .build();
    return calls.call(
        stub -> TasksWire.schedule(calls, stub.createSchedule(request).getSchedule()));
  }

  /** All schedules, by name. */
  public List<Schedule> schedules() {
    return calls.call(stub ->
        stub.listSchedules(ListSchedulesRequest.getDefaultInstance()).getSchedulesList().stream()
            .map(schedule -> TasksWire.schedule(calls, schedule))
            .toList());
  }

  /**
   * Ends a schedule; tasks that it has submitted stay.
   *
   * @throws FinstageException NOT_FOUND when there is none
   */
  public void deleteSchedule(String name) {
    DeleteScheduleRequest request = DeleteScheduleRequest.newBuilder().setName(name).build();
    var unused = calls.call(stub -> stub.deleteSchedule(request));
  }
}
