package io.finstage.server.metrics;

import io.finstage.server.tasks.TaskState;
import io.finstage.server.tasks.TasksStats;
import java.util.Comparator;
import java.util.List;

/** The readings of the task queue, as families of the page. */
final class TaskFamilies {

  private TaskFamilies() {}

  static void write(Page page, TasksStats stats) {
    page.gauge("finstage_tasks", "Tasks that are kept, by state.");
    for (TaskState state : TaskState.values()) {
      page.count(stats.states().getOrDefault(state, 0L), "state", state.name());
    }
    page.counter("finstage_tasks_total", "Attempts that ended on this node, by kind and outcome.");
    List<TasksStats.Outcome> outcomes =
        stats.outcomes().stream()
            .sorted(
                Comparator.comparing(TasksStats.Outcome::kind)
                    .thenComparing(TasksStats.Outcome::outcome))
            .toList();
    outcomes.forEach(
        each -> page.count(each.count(), "kind", each.kind(), "outcome", each.outcome()));
    page.histogram(
            "finstage_task_wait_seconds", "From being allowed to run to the start of an attempt.")
        .buckets(histogram(stats.waits()));
    page.histogram("finstage_task_run_seconds", "How long attempts took.")
        .buckets(histogram(stats.runs()));
    page.counter("finstage_task_rescues_total", "Tasks that this node took back from who had died.")
        .count(stats.rescues());
    page.gauge("finstage_task_oldest_ready_seconds", "Age of the oldest task that could run.")
        .sample(stats.oldestReady().toNanos() / Histogram.NANOS_PER_SECOND);
    page.gauge("finstage_task_running", "Tasks that run on this node.").count(stats.running());
    page.gauge("finstage_task_slots", "Tasks that may run on this node at a time.")
        .count(stats.slots());
    page.gauge("finstage_task_workers", "Workers that lend their handlers.").count(stats.workers());
    page.gauge("finstage_task_watchers", "Watches of tasks.").count(stats.watchers());
    page.counter("finstage_task_turns_total", "Transactions of the queue's loop.")
        .count(stats.turns());
  }

  private static Histogram histogram(TasksStats.Durations reading) {
    return new Histogram(reading.bounds(), reading.counts(), reading.sumSeconds());
  }
}
