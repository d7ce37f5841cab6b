package io.finstage.server.api;

import io.finstage.proto.v1.StreamEvent;
import io.finstage.proto.v1.TaskUpdate;
import io.finstage.server.hub.Event;
import io.finstage.server.tasks.Task;
import io.finstage.server.tasks.TaskWatcher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One subscription to a task or to labels. Holds the newest revision of each task that waits to be
 * written; of a task only one message is queued, and it takes what is newest when it is written.
 * Thread-safe; never waits.
 */
final class TaskWatch implements TaskWatcher {

  /** Snapshots that the queue may give. */
  private static final int SNAPSHOTS_MAX = 1000;

  private record Told(Task task, boolean snapshot) {}

  private final boolean snapshots;
  private final Instant since;
  private final int waitingMax;
  private final Consumer<Event.Message> post;
  private final Runnable onFull;
  private final Map<Long, Told> waiting = new LinkedHashMap<>();
  private final Set<Long> heard = new HashSet<>();
  private boolean begun;
  private boolean ended;

  /**
   * @param snapshots whether tasks are told as they are, before any change
   * @param since what was created before is told as a snapshot first
   * @param waitingMax tasks that may wait to be written
   * @param post queues a message; never drops it
   * @param onFull told when more wait
   */
  TaskWatch(
      boolean snapshots,
      Instant since,
      int waitingMax,
      Consumer<Event.Message> post,
      Runnable onFull) {
    this.snapshots = snapshots;
    this.since = since;
    this.waitingMax = waitingMax;
    this.post = post;
    this.onFull = onFull;
  }

  @Override
  public void changed(Task task) {
    boolean full;
    boolean first;
    synchronized (this) {
      boolean snapshot = isSnapshot(task);
      if (ended || (snapshot && !snapshots)) {
        return;
      }
      Told before = waiting.put(task.id(), new Told(task, snapshot));
      first = before == null && begun;
      full = waiting.size() > waitingMax;
      ended = full;
    }
    // Outside of the lock: whoever writes takes it, and is waited for here.
    if (full) {
      onFull.run();
    } else if (first) {
      post.accept(message(task.id()));
    }
  }

  /** From now on what changes is told, and what has changed so far. */
  void begin() {
    List<Long> ids;
    synchronized (this) {
      begun = true;
      ids = new ArrayList<>(waiting.keySet());
    }
    ids.forEach(id -> post.accept(message(id)));
  }

  /** Nothing is told any more, not even what is queued. */
  synchronized void end() {
    ended = true;
    waiting.clear();
  }

  private Event.Message message(long id) {
    return new Event.Message((LateEvent) () -> take(id));
  }

  private synchronized @Nullable StreamEvent take(long id) {
    Told told = waiting.remove(id);
    return told == null
        ? null
        : StreamEvent.newBuilder()
            .setTaskUpdate(
                TaskUpdate.newBuilder()
                    .setTask(TaskMessages.brief(told.task()))
                    .setSnapshot(told.snapshot()))
            .build();
  }

  /** The first that is heard of a task that was there before. */
  private boolean isSnapshot(Task task) {
    return task.createdAt().isBefore(since) && heard.size() < SNAPSHOTS_MAX && heard.add(task.id());
  }
}
