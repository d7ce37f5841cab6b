package io.finstage.client;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The daemon thread of one watch, which ends with it and tells its end once. Thread-safe. */
final class WatchThread {

  /** What the thread does until there is nothing more to watch. */
  interface Body {
    /**
     * Watches.
     *
     * @throws FinstageException when it cannot go on
     */
    void run() throws InterruptedException;
  }

  private final Body body;
  private final Runnable onClose;
  private final Consumer<Optional<FinstageException>> onEnd;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param onClose run first when it is over, however that came
   * @param onEnd given why it could not go on; empty when it was closed or came to its end
   */
  WatchThread(
      String name, Body body, Runnable onClose, Consumer<Optional<FinstageException>> onEnd) {
    this.body = body;
    this.onClose = onClose;
    this.onEnd = onEnd;
    this.thread = new Thread(this::run, name);
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Any number of calls; never blocks. */
  void close() {
    closed = true;
    thread.interrupt();
  }

  boolean isClosed() {
    return closed;
  }

  private void run() {
    @Nullable FinstageException cause = null;
    try {
      body.run();
    } catch (FinstageException e) {
      cause = closed ? null : e;
    } catch (InterruptedException e) {
      // Only close interrupts this thread.
      closed = true;
    } finally {
      onClose.run();
    }
    onEnd.accept(Optional.ofNullable(cause));
  }
}
