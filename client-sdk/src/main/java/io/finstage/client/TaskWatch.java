package io.finstage.client;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A running watch of one task, with a daemon thread that ends with it. Thread-safe. */
public final class TaskWatch implements AutoCloseable {

  private static final System.Logger LOGGER = System.getLogger(TaskWatch.class.getName());

  private final TaskCalls calls;
  private final String id;
  private final TaskListener listener;
  private final Consumer<TaskWatch> onClose;
  private final Thread thread;
  private volatile boolean closed;

  TaskWatch(TaskCalls calls, String id, TaskListener listener, Consumer<TaskWatch> onClose) {
    this.calls = calls;
    this.id = id;
    this.listener = listener;
    this.onClose = onClose;
    this.thread = new Thread(this::run, "finstage-task-watch");
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Ends it; the listener is told nothing more but the end. Any number of calls; never blocks. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  private void run() {
    @Nullable FinstageException cause = null;
    try {
      var unused = calls.follow(id, TaskCalls.FOR_EVER, this::tell);
    } catch (FinstageException e) {
      cause = closed ? null : e;
    } catch (InterruptedException e) {
      // Only close interrupts this thread.
      closed = true;
    } finally {
      onClose.accept(this);
    }
    listener.onEnd(Optional.ofNullable(cause));
  }

  private boolean tell(Task task) {
    if (closed) {
      return false;
    }
    try {
      listener.onChange(task);
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.ERROR, "the listener failed on " + task, e);
    }
    return !closed;
  }
}
