package io.finstage.server.tasks;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One who watches, and what it was told. It forgets what it was told of the tasks that changed
 * longest ago; such a task may be told again when it changes. One thread tells.
 */
final class Watch {

  private static final int TOLD_MAX = 10_000;

  private final long id;
  private final TaskFilter filter;
  private final TaskWatcher watcher;
  private final Map<Long, Long> told =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
          return size() > TOLD_MAX;
        }
      };
  private volatile boolean closed;

  /**
   * @param id of the one task that is watched; 0: all that fit
   */
  Watch(long id, TaskFilter filter, TaskWatcher watcher) {
    this.id = id;
    this.filter = filter;
    this.watcher = watcher;
  }

  long id() {
    return id;
  }

  TaskFilter filter() {
    return filter;
  }

  /** Whether it was open. */
  synchronized boolean close() {
    boolean first = !closed;
    closed = true;
    return first;
  }

  boolean isClosed() {
    return closed;
  }

  /** Tells it, when it is newer than what it knows, and fits or has fitted. */
  void tell(Task task) {
    if (closed) {
      return;
    }
    boolean fits = id == 0 ? filter.fits(task) : task.id() == id;
    Long before = told.get(task.id());
    if (before == null ? !fits : before >= task.revision()) {
      return;
    }
    if (fits) {
      told.put(task.id(), task.revision());
    } else {
      told.remove(task.id());
    }
    try {
      watcher.changed(task);
    } catch (RuntimeException e) {
      System.getLogger(Watch.class.getName())
          .log(System.Logger.Level.WARNING, "one who watches tasks failed", e);
    }
  }
}
