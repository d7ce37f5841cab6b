package io.finstage.server.tasks;

/** Is told of changes. Called by threads of the queue, one at a time for each watcher. */
@FunctionalInterface
public interface TaskWatcher {

  /** A newer revision of a task than any told before; not every one between. Must not block. */
  void changed(Task task);
}
