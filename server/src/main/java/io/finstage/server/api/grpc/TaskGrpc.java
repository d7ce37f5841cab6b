package io.finstage.server.api.grpc;

import com.google.protobuf.Message;
import io.finstage.proto.v1.CancelTaskRequest;
import io.finstage.proto.v1.CancelTaskResponse;
import io.finstage.proto.v1.CreateScheduleRequest;
import io.finstage.proto.v1.DeleteScheduleRequest;
import io.finstage.proto.v1.GetTaskRequest;
import io.finstage.proto.v1.GetTaskResponse;
import io.finstage.proto.v1.ListSchedulesRequest;
import io.finstage.proto.v1.ListTaskKindsRequest;
import io.finstage.proto.v1.ListTaskKindsResponse;
import io.finstage.proto.v1.ListTasksRequest;
import io.finstage.proto.v1.RerunTaskRequest;
import io.finstage.proto.v1.RerunTaskResponse;
import io.finstage.proto.v1.SubmitTaskRequest;
import io.finstage.proto.v1.SubmitTaskResponse;
import io.finstage.proto.v1.TaskServiceGrpc;
import io.finstage.proto.v1.WatchTaskRequest;
import io.finstage.proto.v1.WorkRequest;
import io.finstage.server.api.Refusal;
import io.finstage.server.api.TaskMessages;
import io.finstage.server.api.TaskRefusals;
import io.finstage.server.api.TaskRequests;
import io.finstage.server.api.TaskRequests.GetWish;
import io.finstage.server.api.grpc.interceptors.StrictMarshaller;
import io.finstage.server.hub.CloseReason;
import io.finstage.server.tasks.ChangeOutcome;
import io.finstage.server.tasks.QueueUnavailableException;
import io.finstage.server.tasks.Submission;
import io.finstage.server.tasks.SubmitOutcome;
import io.finstage.server.tasks.Task;
import io.finstage.server.tasks.TaskFilter;
import io.finstage.server.tasks.TaskQueue;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/**
 * {@code TaskService} over gRPC. What changes something waits for the commit on the stream's own
 * thread. Thread-safe.
 */
final class TaskGrpc implements BindableService, AutoCloseable {

  private final TaskQueue queue;
  private final TaskRequests requests;
  private final int messageBytesMax;
  private final Set<LatestTask> watches = ConcurrentHashMap.newKeySet();

  /**
   * @param messageBytesMax largest message that a client may send
   */
  TaskGrpc(TaskQueue queue, InstantSource clock, int messageBytesMax) {
    this.queue = queue;
    this.messageBytesMax = messageBytesMax;
    this.requests = new TaskRequests(queue.config(), clock);
  }

  /** As the generated stub would, but no request makes its parser throw. */
  @Override
  public ServerServiceDefinition bindService() {
    ListTasks listTasks = new ListTasks(queue);
    ScheduleCalls schedules = new ScheduleCalls(queue, requests);
    List<ServerMethodDefinition<?, ?>> methods =
        List.of(
            unary(
                TaskServiceGrpc.getSubmitTaskMethod(),
                SubmitTaskRequest.getDefaultInstance(),
                this::submit),
            unary(
                TaskServiceGrpc.getGetTaskMethod(), GetTaskRequest.getDefaultInstance(), this::get),
            unary(
                TaskServiceGrpc.getListTasksMethod(),
                ListTasksRequest.getDefaultInstance(),
                listTasks),
            unary(
                TaskServiceGrpc.getCancelTaskMethod(),
                CancelTaskRequest.getDefaultInstance(),
                this::cancel),
            unary(
                TaskServiceGrpc.getRerunTaskMethod(),
                RerunTaskRequest.getDefaultInstance(),
                this::rerun),
            method(
                TaskServiceGrpc.getWatchTaskMethod(),
                WatchTaskRequest.getDefaultInstance(),
                WatchCall.handler(queue, watches)),
            unary(
                TaskServiceGrpc.getListTaskKindsMethod(),
                ListTaskKindsRequest.getDefaultInstance(),
                this::kinds),
            unary(
                TaskServiceGrpc.getCreateScheduleMethod(),
                CreateScheduleRequest.getDefaultInstance(),
                schedules::create),
            unary(
                TaskServiceGrpc.getListSchedulesMethod(),
                ListSchedulesRequest.getDefaultInstance(),
                schedules::list),
            unary(
                TaskServiceGrpc.getDeleteScheduleMethod(),
                DeleteScheduleRequest.getDefaultInstance(),
                schedules::delete),
            method(
                TaskServiceGrpc.getWorkMethod(),
                WorkRequest.getDefaultInstance(),
                WorkCall.handler(queue, messageBytesMax)));
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(TaskServiceGrpc.SERVICE_NAME)
            .setSchemaDescriptor(TaskServiceGrpc.getServiceDescriptor().getSchemaDescriptor());
    methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
    ServerServiceDefinition.Builder definition =
        ServerServiceDefinition.builder(descriptor.build());
    methods.forEach(definition::addMethod);
    return definition.build();
  }

  /** Ends every watch; workers end with the queue. */
  @Override
  public void close() {
    watches.forEach(watch -> watch.stop(Refusal.closed(CloseReason.SERVER_SHUTDOWN)));
  }

  /** Without payload and result, which may be large. */
  static Optional<Task> brief(TaskQueue queue, long id) {
    return queue.list(TaskFilter.ALL, id + 1, 1).stream().filter(task -> task.id() == id).findAny();
  }

  /** Waits for the commit. */
  static <T> T await(CompletableFuture<T> outcome) {
    try {
      return outcome.get();
    } catch (InterruptedException e) {
      // The connection is gone.
      Thread.currentThread().interrupt();
      throw Status.CANCELLED.withCause(e).asRuntimeException();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the queue broke its promise", e);
    }
  }

  static <R> void answer(StreamObserver<R> answer, R response) {
    answer.onNext(response);
    answer.onCompleted();
  }

  static void refuse(StreamObserver<?> answer, Refusal refusal) {
    answer.onError(RichStatus.exception(refusal));
  }

  private void submit(SubmitTaskRequest request, StreamObserver<SubmitTaskResponse> answer) {
    switch (requests.submission(request)) {
      case TaskRequests.Outcome.Refused<Submission>(Refusal refusal) -> refuse(answer, refusal);
      case TaskRequests.Outcome.Fine<Submission>(Submission submission) -> {
        switch (await(queue.submit(submission))) {
          case SubmitOutcome.Created(Task task) -> answer(answer, submitted(task, true));
          case SubmitOutcome.Existing(Task task) -> answer(answer, submitted(task, false));
          case SubmitOutcome.Conflict(long id) -> refuse(answer, TaskRefusals.requestIdUsed(id));
          case SubmitOutcome.Full(String key, long limit) ->
              refuse(answer, TaskRefusals.full(key, limit));
          case SubmitOutcome.Unavailable(String message) ->
              refuse(answer, TaskRefusals.unavailable(message));
        }
      }
    }
  }

  private static SubmitTaskResponse submitted(Task task, boolean created) {
    return SubmitTaskResponse.newBuilder()
        .setTask(TaskMessages.brief(task))
        .setCreated(created)
        .build();
  }

  private void get(GetTaskRequest request, StreamObserver<GetTaskResponse> answer) {
    switch (TaskRequests.get(request)) {
      case TaskRequests.Outcome.Refused<GetWish>(Refusal refusal) -> refuse(answer, refusal);
      case TaskRequests.Outcome.Fine<GetWish>(GetWish wish) -> {
        Optional<Task> found = queue.get(wish.id(), wish.part());
        if (found.isEmpty()) {
          refuse(answer, TaskRefusals.notFound(request.getId()));
        } else if (wish.part().offset() > found.get().resultBytes()) {
          refuse(answer, TaskRequests.beyond(found.get().resultBytes()));
        } else {
          answer(
              answer,
              GetTaskResponse.newBuilder().setTask(TaskMessages.whole(found.get())).build());
        }
      }
    }
  }

  private void cancel(CancelTaskRequest request, StreamObserver<CancelTaskResponse> answer) {
    change(
        request.getId(),
        queue::cancel,
        task -> CancelTaskResponse.newBuilder().setTask(TaskMessages.brief(task)).build(),
        answer);
  }

  private void rerun(RerunTaskRequest request, StreamObserver<RerunTaskResponse> answer) {
    change(
        request.getId(),
        queue::rerun,
        task -> RerunTaskResponse.newBuilder().setTask(TaskMessages.brief(task)).build(),
        answer);
  }

  private static <R> void change(
      String asked,
      Function<Long, CompletableFuture<ChangeOutcome>> change,
      Function<Task, R> response,
      StreamObserver<R> answer) {
    switch (TaskRequests.id(asked)) {
      case TaskRequests.Outcome.Refused<Long>(Refusal refusal) -> refuse(answer, refusal);
      case TaskRequests.Outcome.Fine<Long>(Long id) -> {
        switch (await(change.apply(id))) {
          case ChangeOutcome.Done(Task task) -> answer(answer, response.apply(task));
          case ChangeOutcome.NotFound() -> refuse(answer, TaskRefusals.notFound(asked));
          case ChangeOutcome.WrongState(Task task) -> refuse(answer, TaskRefusals.wrongState(task));
          case ChangeOutcome.Unavailable(String message) ->
              refuse(answer, TaskRefusals.unavailable(message));
        }
      }
    }
  }

  private void kinds(ListTaskKindsRequest request, StreamObserver<ListTaskKindsResponse> answer) {
    ListTaskKindsResponse.Builder response = ListTaskKindsResponse.newBuilder();
    queue.kinds().forEach(kind -> response.addKinds(TaskMessages.kind(kind)));
    answer(answer, response.build());
  }

  private static <Q extends Message, R> ServerMethodDefinition<Q, R> unary(
      MethodDescriptor<Q, R> method, Q prototype, ServerCalls.UnaryMethod<Q, R> handler) {
    return method(
        method,
        prototype,
        ServerCalls.asyncUnaryCall((request, answer) -> {
          try {
            handler.invoke(request, answer);
          } catch (QueueUnavailableException e) {
            refuse(answer, TaskRefusals.unreadable());
          }
        }));
  }

  private static <Q extends Message, R> ServerMethodDefinition<Q, R> method(
      MethodDescriptor<Q, R> method, Q prototype, ServerCallHandler<Q, R> handler) {
    return ServerMethodDefinition.create(
        method.toBuilder(new StrictMarshaller<>(prototype), method.getResponseMarshaller()).build(),
        handler);
  }
}
