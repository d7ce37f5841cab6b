package io.finstage.server.tasks;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many tasks there are: exact where this node is alone, kept close by rereading where it is
 * not. The loop writes; any thread reads.
 */
final class Counts {

  private final Map<TaskState, Long> states = new ConcurrentHashMap<>();
  private final Map<String, Long> ready = new ConcurrentHashMap<>();

  /** Changes that count once their transaction is committed. */
  static final class Delta {
    private final EnumMap<TaskState, Long> states = new EnumMap<>(TaskState.class);
    private final Map<String, Long> ready = new java.util.HashMap<>();

    void add(String kind, TaskState state, long count) {
      states.merge(state, count, Long::sum);
      if (state == TaskState.READY) {
        ready.merge(kind, count, Long::sum);
      }
    }

    void move(String kind, TaskState from, TaskState to) {
      add(kind, from, -1);
      add(kind, to, 1);
    }

    /** As if nothing had changed so far. */
    void clear() {
      states.clear();
      ready.clear();
    }

    long of(TaskState state) {
      return states.getOrDefault(state, 0L);
    }

    /** How many of a kind have become ready, less those that were. */
    long ready(String kind) {
      return ready.getOrDefault(kind, 0L);
    }
  }

  void apply(Delta delta) {
    delta.states.forEach((state, count) -> states.merge(state, count, Counts::sum));
    delta.ready.forEach((kind, count) -> ready.merge(kind, count, Counts::sum));
  }

  /** What was read of the database: state and number, kind and number of ready ones. */
  void set(List<Row> states, List<Row> ready) {
    this.states.clear();
    states.forEach(row -> this.states.put(TaskState.valueOf(row.text(0)), row.number(2)));
    this.ready.clear();
    ready.forEach(row -> this.ready.put(row.text(0), row.number(1)));
  }

  /** Others may have put some there. */
  void suppose(Collection<String> kinds) {
    kinds.forEach(kind -> ready.merge(kind, 1L, Math::max));
  }

  /** There is none left. */
  void none(String kind) {
    ready.remove(kind);
  }

  long of(TaskState state) {
    return states.getOrDefault(state, 0L);
  }

  long ready(String kind) {
    return ready.getOrDefault(kind, 0L);
  }

  /** Kinds of which some may be ready. */
  Collection<String> readyKinds() {
    return List.copyOf(ready.keySet());
  }

  long waiting() {
    return of(TaskState.READY) + of(TaskState.SCHEDULED);
  }

  /** All states. */
  Map<TaskState, Long> read() {
    EnumMap<TaskState, Long> read = new EnumMap<>(TaskState.class);
    for (TaskState state : TaskState.values()) {
      read.put(state, of(state));
    }
    return read;
  }

  private static long sum(long a, long b) {
    return Math.max(0, a + b);
  }
}
