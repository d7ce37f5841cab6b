package io.finstage.client;

import com.google.protobuf.ByteString;
import io.finstage.proto.v1.WorkRequest;
import io.finstage.proto.v1.WorkResponse;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at one task: runs its handler on a thread that it is given, and holds what the
 * handler says until it is sent.
 */
final class LeaseRun implements TaskContext, Runnable {

  private static final int NOTE_MAX = 512;
  private static final int ERROR_MAX = 4096;

  private final WorkResponse.Lease lease;
  private final Task task;
  private final TaskHandler handler;
  private final long resultBytesMax;
  private final Consumer<LeaseRun> onProgress;
  private final BiConsumer<LeaseRun, WorkRequest> onEnd;
  private final AtomicReference<WorkRequest.@Nullable ReportProgress> progress =
      new AtomicReference<>();
  private @Nullable Thread thread;
  private volatile boolean cancelled;
  private long progressDueNanos;

  /**
   * @param onProgress called by the handler's threads when there is progress to be sent, and none
   *     was before
   * @param onEnd called once, by the handler's thread, with what is to be said
   */
  LeaseRun(
      WorkResponse.Lease lease,
      TaskHandler handler,
      long resultBytesMax,
      Consumer<LeaseRun> onProgress,
      BiConsumer<LeaseRun, WorkRequest> onEnd) {
    this.lease = lease;
    this.task = new Task(lease.getTask());
    this.handler = handler;
    this.resultBytesMax = resultBytesMax;
    this.onProgress = onProgress;
    this.onEnd = onEnd;
  }

  @Override
  public Task task() {
    return task;
  }

  @Override
  public long token() {
    return lease.getToken();
  }

  @Override
  public Instant deadline() {
    return Wire.instant(lease.getDeadline());
  }

  @Override
  public void progress(double ratio, String note) {
    WorkRequest.ReportProgress said =
        WorkRequest.ReportProgress.newBuilder()
            .setTaskId(task.id())
            .setToken(token())
            .setProgress(Double.isNaN(ratio) ? 0 : Math.min(1, Math.max(0, ratio)))
            .setNote(cut(note, NOTE_MAX))
            .build();
    if (progress.getAndSet(said) == null) {
      onProgress.accept(this);
    }
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  /** The newest that was said and not taken yet. */
  WorkRequest.@Nullable ReportProgress takeProgress() {
    return progress.getAndSet(null);
  }

  /** When progress may be sent next; for the loop's thread, as its setter. */
  long progressDueNanos() {
    return progressDueNanos;
  }

  void progressDueNanos(long nanos) {
    progressDueNanos = nanos;
  }

  /** The result is no longer wanted. */
  void interrupt() {
    synchronized (this) {
      cancelled = true;
      if (thread != null) {
        thread.interrupt();
      }
    }
  }

  @Override
  public void run() {
    onEnd.accept(this, outcome());
  }

  private WorkRequest outcome() {
    try {
      begin();
      byte[] result = handler.run(this);
      return cancelled ? interrupted() : completed(result);
    } catch (FailedForGoodException e) {
      return failed(String.valueOf(e.getMessage()), false);
    } catch (Throwable e) { // an Error must give the slot back, too
      return cancelled ? interrupted() : failed(e.toString(), true);
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    thread = Thread.currentThread();
    if (cancelled) {
      thread.interrupt();
    }
  }

  /** From here on no interrupt of this lease can meet the next one on this thread. */
  private synchronized void end() {
    thread = null;
    var unused = Thread.interrupted();
  }

  private WorkRequest completed(byte @Nullable [] result) {
    // Sent all the same it would break the stream, and so cost every other task of this worker.
    if (result != null && result.length > resultBytesMax) {
      return failed(
          "the result has "
              + result.length
              + " bytes, more than the server takes: "
              + resultBytesMax,
          false);
    }
    return WorkRequest.newBuilder()
        .setComplete(
            WorkRequest.Complete.newBuilder()
                .setTaskId(task.id())
                .setToken(token())
                .setResult(result == null ? ByteString.EMPTY : ByteString.copyFrom(result)))
        .build();
  }

  private WorkRequest interrupted() {
    return failed("interrupted", true);
  }

  /** What is said of a lease that did not end well, or was never begun. */
  WorkRequest failed(String error, boolean retryable) {
    return WorkRequest.newBuilder()
        .setFail(
            WorkRequest.Fail.newBuilder()
                .setTaskId(task.id())
                .setToken(token())
                .setError(cut(error, ERROR_MAX))
                .setRetryable(retryable))
        .build();
  }

  @Override
  public String toString() {
    return "task " + task.id() + ", attempt " + task.attempt();
  }

  /** Never between the two halves of a character. */
  private static String cut(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
  }
}
