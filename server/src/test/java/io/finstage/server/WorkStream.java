package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.finstage.proto.v1.TaskServiceGrpc;
import io.finstage.proto.v1.WorkRequest;
import io.finstage.proto.v1.WorkResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One stream of {@code Work}: a worker that does what a test says. */
final class WorkStream implements ClientResponseObserver<WorkRequest, WorkResponse>, AutoCloseable {

  final BlockingQueue<WorkResponse> heard = new LinkedBlockingQueue<>();
  final CompletableFuture<Status> ended = new CompletableFuture<>();
  final CompletableFuture<TaskStage.Refused> refused = new CompletableFuture<>();

  @SuppressWarnings("NullAway.Init")
  ClientCallStreamObserver<WorkRequest> call;

  WorkStream(TaskStage stage) {
    var _ = TaskServiceGrpc.newStub(stage.channel).work(this);
  }

  WorkStream offer(String name, int slots, String... kinds) {
    say(
        WorkRequest.newBuilder()
            .setOffer(
                WorkRequest.Offer.newBuilder()
                    .setWorker(name)
                    .setSlots(slots)
                    .addAllKinds(List.of(kinds))));
    return this;
  }

  synchronized void say(WorkRequest.Builder message) {
    call.onNext(message.build());
  }

  /** Says that it lives, as often as it should. */
  WorkStream beating(ScheduledExecutorService timer, Duration every) {
    long nanos = every.toNanos();
    var _ = timer.scheduleAtFixedRate(this::beat, 0, nanos, TimeUnit.NANOSECONDS);
    return this;
  }

  private synchronized void beat() {
    if (!ended.isDone()) {
      say(WorkRequest.newBuilder().setBeat(WorkRequest.Beat.getDefaultInstance()));
    }
  }

  void complete(WorkResponse.Lease lease, String result) {
    say(
        WorkRequest.newBuilder()
            .setComplete(
                WorkRequest.Complete.newBuilder()
                    .setTaskId(lease.getTask().getId())
                    .setToken(lease.getToken())
                    .setResult(ByteString.copyFromUtf8(result))));
  }

  WorkResponse next(Predicate<WorkResponse> wanted) throws InterruptedException {
    while (true) {
      WorkResponse message = heard.poll(TaskStage.SOON.toSeconds(), TimeUnit.SECONDS);
      assertThat(message).isNotNull();
      if (wanted.test(message)) {
        return message;
      }
    }
  }

  WorkResponse.Lease lease() throws InterruptedException {
    return next(WorkResponse::hasLease).getLease();
  }

  /** As a process that dies. */
  void die() {
    call.cancel("gone", null);
  }

  @Override
  public void close() {
    die();
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<WorkRequest> started) {
    call = started;
  }

  @Override
  public void onNext(WorkResponse message) {
    heard.add(message);
  }

  @Override
  public void onError(Throwable cause) {
    ended.complete(Status.fromThrowable(cause));
    refused.complete(TaskStage.refused((StatusRuntimeException) cause));
  }

  @Override
  public void onCompleted() {
    ended.complete(Status.OK);
  }
}
