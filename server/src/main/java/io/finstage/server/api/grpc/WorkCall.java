package io.finstage.server.api.grpc;

import io.finstage.proto.v1.WorkRequest;
import io.finstage.proto.v1.WorkResponse;
import io.finstage.server.api.Refusal;
import io.finstage.server.api.TaskMessages;
import io.finstage.server.api.TaskOffers;
import io.finstage.server.api.TaskRefusals;
import io.finstage.server.api.TaskRequests;
import io.finstage.server.api.Times;
import io.finstage.server.tasks.Bytes;
import io.finstage.server.tasks.Task;
import io.finstage.server.tasks.TaskQueue;
import io.finstage.server.tasks.TaskWorker;
import io.finstage.server.tasks.WorkerListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One {@code Work} call: a worker for as long as the stream lasts. However it ends, the queue is
 * told at once and rescues what the worker had.
 *
 * <pre>
 *   what the worker says -- the stream's own thread --> TaskWorker
 *   leases, revokes (queue), settled (after the commit) --> WorkOutbox --> the stream
 * </pre>
 *
 * <p>At most {@value #UNSETTLED_MAX} outcomes are unsettled or unread; what the worker says beyond
 * waits.
 */
final class WorkCall extends ServerCall.Listener<WorkRequest> implements WorkerListener {

  private static final int UNSETTLED_MAX = 64;

  /** Leases and revokes that may wait for a worker to read, for each of its slots. */
  private static final int UNREAD_PER_SLOT = 4;

  /** More than id, token and tags of a message around a result take. */
  private static final int AROUND_RESULT = 256;

  private final ServerCall<WorkRequest, WorkResponse> call;
  private final TaskQueue queue;
  private final int resultBytesMax;
  private final Semaphore unsettled = new Semaphore(UNSETTLED_MAX);
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile @Nullable WorkOutbox outbox;
  private volatile @Nullable TaskWorker worker;

  private WorkCall(
      ServerCall<WorkRequest, WorkResponse> call, TaskQueue queue, int resultBytesMax) {
    this.call = call;
    this.queue = queue;
    this.resultBytesMax = resultBytesMax;
  }

  /**
   * @param messageBytesMax largest message that a worker may send
   */
  static ServerCallHandler<WorkRequest, WorkResponse> handler(
      TaskQueue queue, int messageBytesMax) {
    int resultBytesMax =
        Math.max(0, Math.min(queue.config().resultBytesMax(), messageBytesMax - AROUND_RESULT));
    return (call, headers) -> {
      call.sendHeaders(new Metadata());
      call.request(1);
      return new WorkCall(call, queue, resultBytesMax);
    };
  }

  @Override
  public void onMessage(WorkRequest request) {
    try {
      hear(request);
      if (!ended.get()) {
        call.request(1);
      }
    } catch (InterruptedException e) {
      // The connection is gone.
      leave();
      Thread.currentThread().interrupt();
    }
  }

  /** What was said is settled first, and told; then the call ends well. */
  @Override
  public void onHalfClose() {
    WorkOutbox out = outbox;
    if (out == null) {
      refuse(Refusal.invalid("NO_OFFER", "offer", "must be said first"));
      return;
    }
    try {
      unsettled.acquire(UNSETTLED_MAX);
      release();
      out.end(null);
      out.awaitEnd();
    } catch (InterruptedException e) {
      leave();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void onCancel() {
    leave();
  }

  @Override
  public void lease(Task task, Instant deadline) {
    say(
        WorkResponse.newBuilder()
            .setLease(
                WorkResponse.Lease.newBuilder()
                    .setTask(TaskMessages.leased(task))
                    .setToken(task.token())
                    .setDeadline(Times.timestamp(deadline))));
  }

  @Override
  public void revoke(long id, long token, String reason) {
    say(
        WorkResponse.newBuilder()
            .setRevoke(
                WorkResponse.Revoke.newBuilder()
                    .setTaskId(Long.toString(id))
                    .setToken(token)
                    .setReason(reason)));
  }

  @Override
  public void closed(String reason) {
    refuse(TaskRefusals.workerClosed(reason));
  }

  private void hear(WorkRequest request) throws InterruptedException {
    TaskWorker known = worker;
    if (request.hasOffer()) {
      if (known == null) {
        offer(request.getOffer());
      } else {
        refuse(Refusal.invalid("OFFERED_TWICE", "offer", "must be said once"));
      }
      return;
    }
    if (known == null) {
      refuse(Refusal.invalid("NO_OFFER", "offer", "must be said first"));
      return;
    }
    known.heard();
    switch (request.getMessageCase()) {
      case PROGRESS -> progress(known, request.getProgress());
      case COMPLETE -> complete(known, request.getComplete());
      case FAIL -> fail(known, request.getFail());
      case BEAT, OFFER -> {}
      case DRAIN -> known.drain();
      case MESSAGE_NOT_SET ->
          refuse(
              Refusal.invalid(
                  "NO_MESSAGE",
                  "message",
                  "must be offer, progress, complete, fail, beat or drain"));
    }
  }

  private void offer(WorkRequest.Offer offer) {
    switch (TaskOffers.read(offer, queue.config().workerSlotsMax())) {
      case TaskRequests.Outcome.Refused<TaskOffers.Wish>(Refusal refusal) -> refuse(refusal);
      case TaskRequests.Outcome.Fine<TaskOffers.Wish>(TaskOffers.Wish wish) -> {
        WorkOutbox out =
            new WorkOutbox(call, wish.slots() * UNREAD_PER_SLOT + UNSETTLED_MAX, this::release);
        outbox = out;
        Optional<TaskWorker> taken = queue.lend(wish.worker(), wish.kinds(), wish.slots(), this);
        if (taken.isEmpty()) {
          outbox = null;
          refuse(TaskRefusals.full("tasks.workers-max", queue.config().workersMax()));
          return;
        }
        worker = taken.get();
        out.start(
            WorkResponse.newBuilder()
                .setReady(
                    WorkResponse.Ready.newBuilder()
                        .setHeartbeatInterval(
                            TaskMessages.duration(taken.get().heartbeatInterval()))
                        .setResultBytesMax(resultBytesMax))
                .build());
        if (ended.get()) {
          taken.get().close();
        }
      }
    }
  }

  private void progress(TaskWorker known, WorkRequest.ReportProgress said) {
    long id = id("progress.task_id", said.getTaskId());
    if (id > 0) {
      known.progress(
          id,
          said.getToken(),
          TaskOffers.ratio(said.getProgress()),
          TaskOffers.cut(said.getNote(), Task.NOTE_MAX));
    }
  }

  private void complete(TaskWorker known, WorkRequest.Complete said) throws InterruptedException {
    long id = id("complete.task_id", said.getTaskId());
    if (id <= 0) {
      return;
    }
    int max = queue.config().resultBytesMax();
    int size = said.getResult().size();
    if (size > max) {
      String error = "the result has " + size + " bytes; tasks.result-bytes-max is " + max;
      CompletableFuture<Boolean> failed = known.fail(id, said.getToken(), error, false);
      // The result is lost, so the worker must not take it for kept.
      settle(said.getTaskId(), said.getToken(), failed.thenApply(kept -> false));
    } else {
      Bytes result = Bytes.of(said.getResult().toByteArray());
      settle(said.getTaskId(), said.getToken(), known.complete(id, said.getToken(), result));
    }
  }

  private void fail(TaskWorker known, WorkRequest.Fail said) throws InterruptedException {
    long id = id("fail.task_id", said.getTaskId());
    if (id > 0) {
      String error = TaskOffers.cut(said.getError(), Task.ERROR_MAX);
      settle(
          said.getTaskId(),
          said.getToken(),
          known.fail(id, said.getToken(), error, said.getRetryable()));
    }
  }

  /** Of a task; refuses what is none, and gives 0. */
  private long id(String field, String text) {
    return switch (TaskOffers.id(field, text)) {
      case TaskRequests.Outcome.Fine<Long>(Long id) -> id;
      case TaskRequests.Outcome.Refused<Long>(Refusal refusal) -> {
        refuse(refusal);
        yield 0;
      }
    };
  }

  private void settle(String id, long token, CompletableFuture<Boolean> outcome)
      throws InterruptedException {
    unsettled.acquire();
    var _ =
        outcome.whenComplete((accepted, failed) -> {
          WorkOutbox out = outbox;
          if (out != null) {
            out.put(
                WorkResponse.newBuilder()
                    .setSettled(
                        WorkResponse.Settled.newBuilder()
                            .setTaskId(id)
                            .setToken(token)
                            .setAccepted(failed == null && accepted))
                    .build(),
                unsettled::release);
          }
        });
  }

  private void say(WorkResponse.Builder message) {
    WorkOutbox out = outbox;
    if (out != null) {
      out.put(message.build());
    }
  }

  /** Ends the call; what waits is written before. */
  private void refuse(Refusal refusal) {
    release();
    WorkOutbox out = outbox;
    if (out == null) {
      RichStatus.close(call, refusal);
    } else {
      out.end(refusal);
    }
  }

  /** The client is gone. */
  private void leave() {
    release();
    WorkOutbox out = outbox;
    if (out != null) {
      out.drop();
    }
  }

  /** The queue takes back what the worker had; whoever waits to settle goes on. */
  private void release() {
    if (ended.compareAndSet(false, true)) {
      TaskWorker known = worker;
      if (known != null) {
        known.close();
      }
      unsettled.release(UNSETTLED_MAX * 2);
    }
  }
}
