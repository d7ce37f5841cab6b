package io.finstage.client;

import java.util.function.Consumer;

/**
 * Lends handlers to the task queue of the server. Each lease runs on a thread of its own; what its
 * handler returns or throws is told to the server, which has it on disk before the slot is free.
 *
 * <p>When the connection breaks, the server rescues the tasks at once: so their handlers here are
 * interrupted, and what was not confirmed is dropped, with a line in the log. The worker connects
 * again for ever, with backoff, and offers anew. Only an error that no retry can mend ends it (see
 * {@link FinstageException.Code#isRetryable}): it is logged, and {@link #join} throws it.
 *
 * <p>Thread-safe.
 */
public final class Worker implements AutoCloseable {

  private final WorkerLoop worker;
  private final EventLoop loop;
  private final String name;

  Worker(WorkerLoop worker, EventLoop loop, String name, Consumer<Worker> onEnd) {
    this.worker = worker;
    this.loop = loop;
    this.name = name;
    worker.onEnd(() -> onEnd.accept(this));
  }

  public String name() {
    return name;
  }

  /** Whether the server has taken the offer on the connection that is open now. */
  public boolean isConnected() {
    return worker.isReady();
  }

  /** Handlers that run now, those among them that ignore their interruption. */
  public int running() {
    return worker.running();
  }

  /**
   * Waits until the worker has ended: was closed, here or on the client.
   *
   * @throws FinstageException when an error ended it that no retry can mend
   */
  public void join() throws InterruptedException {
    worker.join();
  }

  /**
   * Takes no new tasks, waits for those that run up to {@link WorkerOffer#drainTime}, and ends;
   * what runs then is interrupted, and rescued by the server. An interrupt of the caller cuts that
   * short, and stays set. Not to be called by a handler, for which it would wait. A second call
   * waits too.
   */
  @Override
  public void close() {
    loop.execute(worker::drain);
    try {
      worker.awaitEnd();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cut();
    }
  }

  /** Ends it at once: what runs is interrupted. */
  void cut() {
    loop.execute(worker::cut);
  }
}
