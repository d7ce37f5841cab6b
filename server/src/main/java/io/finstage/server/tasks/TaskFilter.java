package io.finstage.server.tasks;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which tasks; all of what is set must fit.
 *
 * @param states any of these; all when empty
 * @param kinds any of these; all when empty
 * @param labels all of these
 * @param from created at this time or later
 * @param to created before this time
 */
public record TaskFilter(
    Set<TaskState> states,
    Set<String> kinds,
    Map<String, String> labels,
    Optional<Instant> from,
    Optional<Instant> to) {

  /** Every task. */
  public static final TaskFilter ALL =
      new TaskFilter(Set.of(), Set.of(), Map.of(), Optional.empty(), Optional.empty());

  public TaskFilter {
    states = Set.copyOf(states);
    kinds = Set.copyOf(kinds);
    labels = Map.copyOf(labels);
  }

  /** Whether a task fits. */
  public boolean fits(Task task) {
    Submission asked = task.submission();
    return (states.isEmpty() || states.contains(task.state()))
        && (kinds.isEmpty() || kinds.contains(asked.kind()))
        && asked.labels().entrySet().containsAll(labels.entrySet())
        && from.map(start -> !task.createdAt().isBefore(start)).orElse(true)
        && to.map(end -> task.createdAt().isBefore(end)).orElse(true);
  }
}
