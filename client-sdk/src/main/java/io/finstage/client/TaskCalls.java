package io.finstage.client;

import io.finstage.proto.v1.GetTaskRequest;
import io.finstage.proto.v1.SubmitTaskRequest;
import io.finstage.proto.v1.SubmitTaskResponse;
import io.finstage.proto.v1.TaskServiceGrpc.TaskServiceBlockingStub;
import io.finstage.proto.v1.WatchTaskRequest;
import io.finstage.proto.v1.WatchTaskResponse;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Calls of the task service, in the caller's thread. Thread-safe. */
final class TaskCalls {

  /** Longer than anybody waits, and it can be added to a clock. */
  static final Duration FOR_EVER = Duration.ofDays(36_500);

  /** A task with the largest payload and result of a server that is set up as it comes. */
  private static final int TASK_BYTES_MAX = 18 * 1024 * 1024;

  private final Link link;
  private final ClientOptions options;
  private final RandomGenerator random;
  private final Pacer pacer;
  private final Supplier<String> ids;
  private final Openings open;

  /**
   * @param ids request ids, each given out once in the world
   */
  TaskCalls(
      Link link,
      ClientOptions options,
      RandomGenerator random,
      Pacer pacer,
      Supplier<String> ids,
      Openings open) {
    this.link = link;
    this.options = options;
    this.random = random;
    this.pacer = pacer;
    this.ids = ids;
    this.open = open;
  }

  String newId() {
    return ids.get();
  }

  /** One call, once. */
  <T> T call(Function<TaskServiceBlockingStub, T> call) {
    try {
      return call.apply(link.taskBlockingStub(options.deadline()));
    } catch (StatusRuntimeException e) {
      throw ErrorReader.read(e);
    }
  }

  /** With payload and result. */
  Task get(String id) {
    int bytesMax = Math.max(TASK_BYTES_MAX, options.inboundMessageBytesMax());
    GetTaskRequest request = GetTaskRequest.newBuilder().setId(id).build();
    return call(
        stub -> new Task(stub.withMaxInboundMessageSize(bytesMax).getTask(request).getTask()));
  }

  /**
   * Submits, again and again until the server was there or the deadline is over.
   *
   * @param request with a request id: the server may have taken it before the connection broke
   */
  SubmitTaskResponse submit(SubmitTaskRequest request) {
    long endNanos = pacer.nanos() + options.deadline().toNanos();
    for (int attempt = 1; ; attempt++) {
      Duration left = Duration.ofNanos(endNanos - pacer.nanos());
      try {
        return link.taskBlockingStub(left).submitTask(request);
      } catch (StatusRuntimeException e) {
        FinstageException error = ErrorReader.read(e);
        Duration delay = options.backoff().delay(attempt, random);
        boolean late = pacer.nanos() + delay.toNanos() >= endNanos;
        if (!isConnectionLost(error) || late) {
          throw error;
        }
        pause(delay);
      }
    }
  }

  /**
   * gRPC says INTERNAL where the server has closed a connection that other calls had cancelled too
   * much on; a server's own INTERNAL has a reason.
   */
  private static boolean isConnectionLost(FinstageException error) {
    return error.code() == FinstageException.Code.UNAVAILABLE
        || (error.code() == FinstageException.Code.INTERNAL && error.reason().isEmpty());
  }

  /**
   * Watches a task until it has ended, over connections that break.
   *
   * @param timeout up to {@link #FOR_EVER}
   * @param onChange told each revision once, in order; whether to go on
   * @return the ended task, or empty when that was not seen: out of time, or not to go on
   */
  Optional<Task> follow(String id, Duration timeout, Predicate<Task> onChange)
      throws InterruptedException {
    Following following = new Following(id, onChange);
    long endNanos = pacer.nanos() + timeout.toNanos();
    for (long left = timeout.toNanos(); left > 0; left = endNanos - pacer.nanos()) {
      try {
        if (following.watch(Duration.ofNanos(left))) {
          return following.ended();
        }
      } catch (StatusRuntimeException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while task " + id + " was watched");
        }
        FinstageException error = ErrorReader.read(e);
        if (error.code() == FinstageException.Code.DEADLINE_EXCEEDED) {
          return Optional.empty();
        }
        if (!error.code().isRetryable() || error.code() == FinstageException.Code.NOT_FOUND) {
          throw error;
        }
      }
      Duration delay = following.nextDelay();
      pacer.pause(delay.compareTo(Duration.ofNanos(left)) < 0 ? delay : Duration.ofNanos(left));
    }
    return Optional.empty();
  }

  TaskWatch watch(String id, TaskListener listener) {
    open.checkRoom();
    TaskWatch watch = new TaskWatch(this, id, listener, open::remove);
    open.add(watch, watch::close);
    watch.start();
    return watch;
  }

  private void pause(Duration delay) {
    try {
      pacer.pause(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FinstageException(
          FinstageException.Code.CANCELLED, "INTERRUPTED", "interrupted", List.of(), e);
    }
  }

  /** One task, over several connections. */
  private final class Following {

    private final String id;
    private final Predicate<Task> onChange;
    private Optional<Task> ended = Optional.empty();
    private long revision = -1;
    private int attempt;

    Following(String id, Predicate<Task> onChange) {
      this.id = id;
      this.onChange = onChange;
    }

    Optional<Task> ended() {
      return ended;
    }

    Duration nextDelay() {
      return options.backoff().delay(++attempt, random);
    }

    /** Whether there is nothing more to watch, rather than no more connection. */
    boolean watch(Duration left) {
      WatchTaskRequest request = WatchTaskRequest.newBuilder().setId(id).build();
      // A stream that is not read to its end has to be cancelled.
      Context.CancellableContext context = Context.current().withCancellation();
      Context before = context.attach();
      try {
        Iterator<WatchTaskResponse> tasks = link.taskBlockingStub(left).watchTask(request);
        while (tasks.hasNext()) {
          attempt = 0;
          if (told(new Task(tasks.next().getTask()))) {
            return true;
          }
        }
        return false;
      } finally {
        context.detach(before);
        context.close();
      }
    }

    private boolean told(Task task) {
      if (task.revision() <= revision) {
        return false;
      }
      revision = task.revision();
      boolean goOn = onChange.test(task);
      if (task.state().isEnded()) {
        ended = Optional.of(task);
      }
      return !goOn || ended.isPresent();
    }
  }
}
