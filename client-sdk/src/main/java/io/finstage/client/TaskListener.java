package io.finstage.client;

import java.util.Optional;

/**
 * Takes what becomes of one task, one call at a time, on a thread of its own. A listener that is
 * slow may miss changes, never the newest one.
 */
@FunctionalInterface
public interface TaskListener {

  /** Takes the task as it is now. An exception thrown here is logged, and the watch goes on. */
  void onChange(Task task);

  /**
   * The last call.
   *
   * @param cause why the task cannot be watched on; empty when it has ended or the watch was closed
   */
  default void onEnd(Optional<FinstageException> cause) {}
}
