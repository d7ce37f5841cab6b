package io.finstage.client;

import io.finstage.proto.v1.CancelTaskRequest;
import io.finstage.proto.v1.CancelTaskResponse;
import io.finstage.proto.v1.CreateScheduleRequest;
import io.finstage.proto.v1.CreateScheduleResponse;
import io.finstage.proto.v1.DeleteScheduleRequest;
import io.finstage.proto.v1.DeleteScheduleResponse;
import io.finstage.proto.v1.GetTaskRequest;
import io.finstage.proto.v1.GetTaskResponse;
import io.finstage.proto.v1.ListSchedulesRequest;
import io.finstage.proto.v1.ListSchedulesResponse;
import io.finstage.proto.v1.ListTaskKindsRequest;
import io.finstage.proto.v1.ListTaskKindsResponse;
import io.finstage.proto.v1.ListTasksRequest;
import io.finstage.proto.v1.ListTasksResponse;
import io.finstage.proto.v1.RerunTaskRequest;
import io.finstage.proto.v1.RerunTaskResponse;
import io.finstage.proto.v1.Schedule;
import io.finstage.proto.v1.SubmitTaskRequest;
import io.finstage.proto.v1.SubmitTaskResponse;
import io.finstage.proto.v1.Task;
import io.finstage.proto.v1.TaskServiceGrpc;
import io.finstage.proto.v1.TaskState;
import io.finstage.proto.v1.WatchTaskRequest;
import io.finstage.proto.v1.WatchTaskResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A task service of a few maps that fails when a test says so. */
final class FakeTasks extends TaskServiceGrpc.TaskServiceImplBase {

  /**
   * One answer to WatchTask.
   *
   * @param end null: the call stays open
   */
  record Watched(List<Task> tasks, @Nullable Status end) {}

  final List<SubmitTaskRequest> submitted = new CopyOnWriteArrayList<>();
  final Map<String, Task> tasks = new LinkedHashMap<>();
  final Map<String, Schedule> schedules = new LinkedHashMap<>();
  final List<ListTasksRequest> listed = new ArrayList<>();
  final Deque<Status> afterSubmit = new ArrayDeque<>();
  final Deque<Watched> toWatch = new ConcurrentLinkedDeque<>();
  final List<ServerCallStreamObserver<WatchTaskResponse>> watches = new CopyOnWriteArrayList<>();
  private final Map<String, String> idsByRequest = new LinkedHashMap<>();

  /** A task as WatchTask tells it. */
  static Task task(long revision, TaskState state) {
    return Task.newBuilder()
        .setId("7")
        .setKind("echo")
        .setState(state)
        .setRevision(revision)
        .build();
  }

  @Override
  public void submitTask(SubmitTaskRequest request, StreamObserver<SubmitTaskResponse> out) {
    submitted.add(request);
    boolean created = !idsByRequest.containsKey(request.getRequestId());
    String id =
        idsByRequest.computeIfAbsent(request.getRequestId(), key -> "" + (tasks.size() + 1));
    if (created) {
      tasks.put(
          id,
          Task.newBuilder()
              .setId(id)
              .setKind(request.getKind())
              .setState(TaskState.READY)
              .setRequestId(request.getRequestId())
              .setPayload(request.getPayload())
              .build());
    }
    Status failure = afterSubmit.poll();
    if (failure != null) {
      out.onError(failure.asRuntimeException());
      return;
    }
    answer(out, SubmitTaskResponse.newBuilder().setTask(tasks.get(id)).setCreated(created).build());
  }

  @Override
  public void getTask(GetTaskRequest request, StreamObserver<GetTaskResponse> out) {
    Task task = tasks.get(request.getId());
    if (task == null) {
      out.onError(Status.NOT_FOUND.asRuntimeException());
    } else {
      answer(out, GetTaskResponse.newBuilder().setTask(task).build());
    }
  }

  /** Two a page, whatever is asked for. */
  @Override
  public void listTasks(ListTasksRequest request, StreamObserver<ListTasksResponse> out) {
    listed.add(request);
    int from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
    List<Task> all = List.copyOf(tasks.values());
    int to = Math.min(all.size(), from + 2);
    answer(
        out,
        ListTasksResponse.newBuilder()
            .addAllTasks(all.subList(from, to))
            .setNextPageToken(to < all.size() ? "" + to : "")
            .build());
  }

  @Override
  public void cancelTask(CancelTaskRequest request, StreamObserver<CancelTaskResponse> out) {
    answer(
        out,
        CancelTaskResponse.newBuilder()
            .setTask(moved(request.getId(), TaskState.CANCELLED))
            .build());
  }

  @Override
  public void rerunTask(RerunTaskRequest request, StreamObserver<RerunTaskResponse> out) {
    answer(
        out,
        RerunTaskResponse.newBuilder().setTask(moved(request.getId(), TaskState.READY)).build());
  }

  @Override
  public void watchTask(WatchTaskRequest request, StreamObserver<WatchTaskResponse> out) {
    ServerCallStreamObserver<WatchTaskResponse> call =
        (ServerCallStreamObserver<WatchTaskResponse>) out;
    call.setOnCancelHandler(() -> {});
    Watched next = toWatch.remove();
    next.tasks().forEach(task -> say(call, task));
    if (next.end() != null && next.end().isOk()) {
      call.onCompleted();
    } else if (next.end() != null) {
      call.onError(next.end().asRuntimeException());
    }
    watches.add(call);
  }

  static void say(StreamObserver<WatchTaskResponse> call, Task task) {
    call.onNext(WatchTaskResponse.newBuilder().setTask(task).build());
  }

  @Override
  public void listTaskKinds(
      ListTaskKindsRequest request, StreamObserver<ListTaskKindsResponse> out) {
    answer(
        out,
        ListTaskKindsResponse.newBuilder()
            .addKinds(
                io.finstage.proto.v1.TaskKind.newBuilder()
                    .setName("echo")
                    .setDescription("Gives back what it got.")
                    .setConcurrencyMax(3)
                    .setWorkerSlots(8)
                    .setBuiltIn(true))
            .build());
  }

  @Override
  public void createSchedule(
      CreateScheduleRequest request, StreamObserver<CreateScheduleResponse> out) {
    Schedule schedule =
        request.getSchedule().toBuilder()
            .setNextAt(com.google.protobuf.Timestamp.newBuilder().setSeconds(60))
            .build();
    schedules.put(schedule.getName(), schedule);
    answer(out, CreateScheduleResponse.newBuilder().setSchedule(schedule).build());
  }

  @Override
  public void listSchedules(
      ListSchedulesRequest request, StreamObserver<ListSchedulesResponse> out) {
    answer(out, ListSchedulesResponse.newBuilder().addAllSchedules(schedules.values()).build());
  }

  @Override
  public void deleteSchedule(
      DeleteScheduleRequest request, StreamObserver<DeleteScheduleResponse> out) {
    if (schedules.remove(request.getName()) == null) {
      out.onError(Status.NOT_FOUND.asRuntimeException());
    } else {
      answer(out, DeleteScheduleResponse.getDefaultInstance());
    }
  }

  Schedule schedule(String name) {
    return Objects.requireNonNull(schedules.get(name));
  }

  private Task moved(String id, TaskState state) {
    return tasks.computeIfPresent(
        id,
        (key, task) ->
            task.toBuilder().setState(state).setRevision(task.getRevision() + 1).build());
  }

  private static <T> void answer(StreamObserver<T> out, T answer) {
    out.onNext(answer);
    out.onCompleted();
  }
}
