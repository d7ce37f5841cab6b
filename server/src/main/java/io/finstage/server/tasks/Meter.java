package io.finstage.server.tasks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What is counted since the start. The loop writes; any thread reads. */
final class Meter {

  private static final double[] BOUNDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800
  };
  private static final double NANOS_PER_SECOND = 1e9;

  private record Key(String kind, String outcome) {}

  final Histogram waits = new Histogram();
  final Histogram runs = new Histogram();
  final LongAdder rescues = new LongAdder();
  final LongAdder turns = new LongAdder();
  private final Map<Key, LongAdder> outcomes = new ConcurrentHashMap<>();

  void count(String kind, String outcome) {
    outcomes.computeIfAbsent(new Key(kind, outcome), key -> new LongAdder()).increment();
  }

  List<TasksStats.Outcome> outcomes() {
    List<TasksStats.Outcome> read = new ArrayList<>();
    outcomes.forEach(
        (key, count) -> read.add(new TasksStats.Outcome(key.kind, key.outcome, count.sum())));
    return read;
  }

  /** How long something took. */
  static final class Histogram {
    private final LongAdder[] counts = new LongAdder[BOUNDS.length + 1];
    private final LongAdder sumNanos = new LongAdder();

    Histogram() {
      Arrays.setAll(counts, i -> new LongAdder());
    }

    void record(Duration took) {
      double seconds = Math.max(0, took.toNanos() / NANOS_PER_SECOND);
      int bucket = 0;
      while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]) {
        bucket++;
      }
      counts[bucket].increment();
      sumNanos.add(Math.max(0, took.toNanos()));
    }

    TasksStats.Durations read() {
      return new TasksStats.Durations(
          Arrays.stream(BOUNDS).boxed().toList(),
          Arrays.stream(counts).map(LongAdder::sum).toList(),
          sumNanos.sum() / NANOS_PER_SECOND);
    }
  }
}
