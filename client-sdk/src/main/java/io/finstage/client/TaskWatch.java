package io.finstage.client;

import java.util.function.Consumer;

/** A running watch of one task, with a daemon thread that ends with it. Thread-safe. */
public final class TaskWatch implements AutoCloseable {

  private static final System.Logger LOGGER = System.getLogger(TaskWatch.class.getName());

  private final TaskCalls calls;
  private final String id;
  private final TaskListener listener;
  private final WatchThread thread;

  TaskWatch(TaskCalls calls, String id, TaskListener listener, Consumer<TaskWatch> onClose) {
    this.calls = calls;
    this.id = id;
    this.listener = listener;
    this.thread =
        new WatchThread(
            "finstage-task-watch", this::follow, () -> onClose.accept(this), listener::onEnd);
  }

  void start() {
    thread.start();
  }

  /** Ends it; the listener is told nothing more but the end. Any number of calls; never blocks. */
  @Override
  public void close() {
    thread.close();
  }

  private void follow() throws InterruptedException {
    var unused = calls.follow(id, TaskCalls.FOR_EVER, this::tell);
  }

  private boolean tell(Task task) {
    if (thread.isClosed()) {
      return false;
    }
    try {
      listener.onChange(task);
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.ERROR, "the listener failed on " + task, e);
    }
    return !thread.isClosed();
  }
}
