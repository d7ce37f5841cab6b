package io.finstage.server.api.grpc;

import io.finstage.server.api.Refusal;
import io.finstage.server.tasks.Task;
import io.finstage.server.tasks.TaskWatcher;
import org.jspecify.annotations.Nullable;

/**
 * Holds the newest revision that was not taken yet: a slow reader passes over what came between.
 * Thread-safe; the queue never waits.
 */
final class LatestTask implements TaskWatcher {

  private @Nullable Task next;
  private long revision = -1;
  private boolean stopped;
  private @Nullable Refusal why;

  @Override
  public synchronized void changed(Task task) {
    if (task.revision() > revision) {
      revision = task.revision();
      next = task;
      notifyAll();
    }
  }

  /** The next revision; waits for it. Null once nobody wants one any more. */
  synchronized @Nullable Task take() throws InterruptedException {
    while (next == null && !stopped) {
      wait();
    }
    Task taken = stopped ? null : next;
    next = null;
    return taken;
  }

  /** Nobody waits any more; the first call counts. */
  synchronized void stop(@Nullable Refusal refusal) {
    if (!stopped) {
      stopped = true;
      why = refusal;
      notifyAll();
    }
  }

  /** Why it was stopped; null when the client left. */
  synchronized @Nullable Refusal why() {
    return why;
  }
}
