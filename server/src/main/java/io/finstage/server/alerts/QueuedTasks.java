package io.finstage.server.alerts;

import io.finstage.server.tasks.Submission;
import io.finstage.server.tasks.SubmitOutcome;
import io.finstage.server.tasks.TaskFilter;
import io.finstage.server.tasks.TaskQueue;
import io.finstage.server.tasks.TaskState;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Notifications as tasks of the queue. Thread-safe. */
final class QueuedTasks implements Handover {

  private static final Set<TaskState> WAITING =
      Set.of(TaskState.SCHEDULED, TaskState.READY, TaskState.RUNNING);

  private final TaskQueue tasks;
  private final TaskFilter unsent;

  /**
   * @param kind of the tasks
   */
  QueuedTasks(TaskQueue tasks, String kind) {
    this.tasks = tasks;
    this.unsent =
        new TaskFilter(WAITING, Set.of(kind), Map.of(), Optional.empty(), Optional.empty());
  }

  @Override
  public int unsent(int max) {
    return tasks.list(unsent, Long.MAX_VALUE, max).size();
  }

  @Override
  public CompletableFuture<SubmitOutcome> submit(Submission submission) {
    return tasks.submit(submission);
  }
}
