package io.finstage.server.tasks;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Another process that lends its handlers, as the queue sees it. Thread-safe. Closing it has its
 * tasks rescued at once.
 */
public interface TaskWorker extends AutoCloseable {

  /** A worker that is silent for three of these is closed. */
  Duration heartbeatInterval();

  /** It said something. */
  void heard();

  /** As {@link TaskContext#progress}. */
  void progress(long id, long token, double ratio, String note);

  /** The attempt ended well; true once that is on disk, false when it came too late. */
  CompletableFuture<Boolean> complete(long id, long token, Bytes result);

  /** The attempt failed; true once that is on disk, false when it came too late. */
  CompletableFuture<Boolean> fail(long id, long token, String error, boolean retryable);

  /** No more leases. */
  void drain();

  @Override
  void close();
}
