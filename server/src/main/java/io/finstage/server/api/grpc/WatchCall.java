package io.finstage.server.api.grpc;

import io.finstage.proto.v1.WatchTaskRequest;
import io.finstage.proto.v1.WatchTaskResponse;
import io.finstage.server.api.Refusal;
import io.finstage.server.api.TaskMessages;
import io.finstage.server.api.TaskRefusals;
import io.finstage.server.api.TaskRequests;
import io.finstage.server.hub.CloseReason;
import io.finstage.server.tasks.QueueUnavailableException;
import io.finstage.server.tasks.Task;
import io.finstage.server.tasks.TaskQueue;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.helidon.http.http2.Http2Exception;
import java.util.Optional;
import java.util.Set;

/**
 * One {@code WatchTask} call. The queue puts the newest revision down, the stream's own thread
 * writes it, so only the client waits for itself. Ends with the task, the client, the deadline, or
 * the server.
 */
final class WatchCall extends OneRequest<WatchTaskRequest, WatchTaskResponse> {

  private final TaskQueue queue;
  private final Set<LatestTask> live;
  private final LatestTask latest = new LatestTask();

  private WatchCall(
      ServerCall<WatchTaskRequest, WatchTaskResponse> call, TaskQueue queue, Set<LatestTask> live) {
    super(call);
    this.queue = queue;
    this.live = live;
  }

  /**
   * @param live whom to stop when the server does; as many as calls, which HTTP/2 limits
   */
  static ServerCallHandler<WatchTaskRequest, WatchTaskResponse> handler(
      TaskQueue queue, Set<LatestTask> live) {
    return OneRequest.handler(call -> new WatchCall(call, queue, live));
  }

  @Override
  void serve(WatchTaskRequest asked) {
    switch (TaskRequests.id(asked.getId())) {
      case TaskRequests.Outcome.Refused<Long>(Refusal refusal) -> refuse(refusal);
      case TaskRequests.Outcome.Fine<Long>(Long id) -> watch(id);
    }
  }

  @Override
  public void onCancel() {
    latest.stop(null);
  }

  private void watch(long id) {
    Optional<AutoCloseable> watch = queue.watch(id, latest);
    if (watch.isEmpty()) {
      refuse(TaskRefusals.watched("tasks.watchers-max", queue.config().watchersMax()));
      return;
    }
    live.add(latest);
    try (Watch _ = new Watch(watch.get())) {
      // Read once more: of a task that is not there, nothing would ever be told.
      Optional<Task> task = TaskGrpc.brief(queue, id);
      if (task.isEmpty()) {
        refuse(TaskRefusals.notFound(Long.toString(id)));
        return;
      }
      latest.changed(task.get());
      call().sendHeaders(new Metadata());
      tell();
    } catch (QueueUnavailableException e) {
      refuse(TaskRefusals.unreadable());
    } catch (InterruptedException e) {
      // The connection is gone.
      Thread.currentThread().interrupt();
    } finally {
      live.remove(latest);
    }
  }

  private void tell() throws InterruptedException {
    while (true) {
      Task task = latest.take();
      if (task == null) {
        Refusal why = latest.why();
        if (why != null) {
          refuse(why);
        }
        return;
      }
      try {
        call()
            .sendMessage(WatchTaskResponse.newBuilder().setTask(TaskMessages.brief(task)).build());
      } catch (Http2Exception e) {
        // The window stayed closed for the whole flow-control timeout.
        refuse(Refusal.closed(CloseReason.SLOW_CONSUMER));
        return;
      }
      if (task.state().isEnd()) {
        call().close(Status.OK, new Metadata());
        return;
      }
    }
  }

  /** A watch whose end promises not to fail. */
  private record Watch(AutoCloseable watch) implements AutoCloseable {

    @Override
    public void close() {
      try {
        watch.close();
      } catch (Exception e) {
        throw new IllegalStateException("a watch that cannot be ended", e);
      }
    }
  }
}
