package io.finstage.server;

import io.finstage.server.analysis.AnalysisStats;
import io.finstage.server.analysis.Analyzer;
import io.finstage.server.hub.PriceHub;
import io.finstage.server.tasks.TaskQueue;
import io.finstage.server.tasks.TasksStats;
import io.finstage.server.tuning.Bounds;
import io.finstage.server.tuning.Load;
import io.finstage.server.tuning.Tunable;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** What may be moved while this server runs: values of the parts, as the tuner knows them. */
final class Tunables {

  private static final double NANOS_PER_SECOND = 1e9;
  private static final Bounds QUEUE_BOUNDS = new Bounds(1, 100_000);
  private static final Bounds DRAIN_BOUNDS = new Bounds(1024, 1 << 20);

  private Tunables() {}

  static List<Tunable> of(ServerConfig config, Analyzer analyzer, TaskQueue tasks, PriceHub hub) {
    ServerConfig.Tuned analyses = config.tuning().analyses();
    ServerConfig.Tuned slots = config.tuning().slots();
    int concurrency = config.analysis().concurrencyMax();
    int queue = config.analysis().queueMax();
    int slotsNow = config.tasks().queue().slots();
    int drain = config.hub().drainBytesMax();
    return List.of(
        new Tunable(
            "analysis.concurrency-max",
            "analyses at a time",
            bounds(analyses.min(), analyses.max(), concurrency),
            concurrency,
            Optional.of(new Tunable.Aim(analyses.objective(), () -> load(analyzer.stats()))),
            analyzer.limit()::max),
        new Tunable(
            "tasks.slots",
            "tasks that this server runs at a time",
            bounds(slots.min(), slots.max(), slotsNow),
            slotsNow,
            Optional.of(new Tunable.Aim(slots.objective(), () -> load(tasks.stats()))),
            tasks::slots),
        byHand(
            "analysis.queue-max",
            "analyses that wait; a new one beyond is refused",
            QUEUE_BOUNDS,
            Math.max(1, queue),
            analyzer.limit()::queueMax),
        byHand(
            "hub.drain-bytes-max",
            "bytes gathered for one write to a subscriber",
            DRAIN_BOUNDS,
            drain,
            hub::drainBytesMax));
  }

  /** Nothing says when it is better: only a person moves it. */
  private static Tunable byHand(
      String name, String description, Bounds bounds, int start, IntConsumer setter) {
    return new Tunable(
        name,
        description,
        bounds(bounds.min(), bounds.max(), start),
        start,
        Optional.empty(),
        setter);
  }

  /** What is configured is always allowed. */
  private static Bounds bounds(int min, int max, int start) {
    return new Bounds(Math.min(min, start), Math.max(max, start));
  }

  private static Load load(AnalysisStats stats) {
    return new Load(
        stats.work().boundsNanos().stream().map(nanos -> nanos / NANOS_PER_SECOND).toList(),
        stats.work().counts(),
        stats.failed(),
        stats.inFlight(),
        stats.queued());
  }

  private static Load load(TasksStats stats) {
    long failed =
        stats.outcomes().stream()
            .filter(it -> !it.outcome().equals("succeeded"))
            .mapToLong(TasksStats.Outcome::count)
            .sum();
    // What waits is not counted: it may wait for a kind that nobody has, not for a slot.
    return new Load(stats.runs().bounds(), stats.runs().counts(), failed, stats.running(), 0);
  }
}
