package io.finstage.client;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which tasks; all of what is set must fit. Immutable; begin with {@link #ALL}.
 *
 * @param states any of these; all when empty
 * @param kinds any of these; all when empty
 * @param labels all of these
 * @param from created then or later
 * @param to created before
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
    if (states.contains(TaskState.OTHER)) {
      throw new IllegalArgumentException("there is no state OTHER to ask for");
    }
  }

  /** In any of these states, instead of those before. */
  public TaskFilter states(TaskState... wanted) {
    return new TaskFilter(Set.of(wanted), kinds, labels, from, to);
  }

  /** Of any of these kinds, instead of those before. */
  public TaskFilter kinds(String... wanted) {
    return new TaskFilter(states, Set.of(wanted), labels, from, to);
  }

  /** Also with this label. */
  public TaskFilter label(String key, String value) {
    Map<String, String> more = new HashMap<>(labels);
    more.put(key, value);
    return new TaskFilter(states, kinds, more, from, to);
  }

  /** Created at {@code time} or later. */
  public TaskFilter from(Instant time) {
    return new TaskFilter(states, kinds, labels, Optional.of(time), to);
  }

  /** Created before {@code time}. */
  public TaskFilter to(Instant time) {
    return new TaskFilter(states, kinds, labels, from, Optional.of(time));
  }
}
