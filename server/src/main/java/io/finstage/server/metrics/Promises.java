package io.finstage.server.metrics;

import io.finstage.server.analysis.DurationCounts;
import io.finstage.server.hub.LatencyBuckets;
import io.finstage.server.metrics.slo.EventCounts;
import io.finstage.server.metrics.slo.Objective;
import io.finstage.server.metrics.slo.Objectives;
import io.finstage.server.metrics.slo.Objectives.Judged;
import io.finstage.server.metrics.slo.SloConfig;
import io.finstage.server.tasks.TasksStats;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What is promised, and what each promise is judged by.
 *
 * <p>A latency is judged by its histogram: the bound that was configured is moved up to the next
 * one that the histogram has.
 */
final class Promises {

  private static final double NINETY_NINE = 0.99;
  private static final String OURS = "finstage.";

  /** Codes that say that the server failed, not its client. */
  private static final Set<String> FAILURES =
      Set.of("UNKNOWN", "DEADLINE_EXCEEDED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS");

  private static final Set<String> TASK_FAILURES = Set.of("failed", "timed_out");

  private Promises() {}

  /**
   * @param streams full names of methods that last as long as their clients like, as in {@code
   *     finstage.v1.PriceService/Connect}
   */
  static Objectives of(SloConfig config, Parts parts, Set<String> streams) {
    Duration window = config.window();
    return new Objectives(
        List.of(
            new Judged(
                new Objective(
                    "request-availability",
                    "Requests and conversations that the server did not fail.",
                    config.requestAvailability(),
                    OptionalDouble.empty(),
                    window),
                () -> availability(parts.requests())),
            latency(
                "request-latency",
                "Requests that ended in time; conversations and analyses are none of them.",
                config.requestP99(),
                window,
                () -> durations(parts.requests(), streams)),
            latency(
                "delivery-latency",
                "Batches that were written in time after they were taken in.",
                config.deliveryP99(),
                window,
                () -> histogram(parts.hub().get().deliveryLatency())),
            latency(
                "analysis-latency",
                "Analyses that ended in time, their wait and their reader's share included.",
                config.analysisP99(),
                window,
                () -> histogram(parts.analysis().get().durations())),
            new Judged(
                new Objective(
                    "task-success",
                    "Attempts of tasks that succeeded, of those that did, failed for good or timed out.",
                    1 - config.taskFailureMax(),
                    OptionalDouble.empty(),
                    window),
                () -> tasks(parts.tasks().get())),
            new Judged(
                new Objective(
                    "source-age",
                    "Seconds in which a live source was there, with ticks that were young.",
                    config.sourceAvailability(),
                    OptionalDouble.of(seconds(config.sourceAgeMax())),
                    window),
                new SourceSeconds(parts.feeds(), config.sourceAgeMax()))));
  }

  private static Judged latency(
      String name,
      String description,
      Duration wanted,
      Duration window,
      Supplier<Histogram> durations) {
    double bound = durations.get().boundFor(seconds(wanted));
    return new Judged(
        new Objective(name, description, NINETY_NINE, OptionalDouble.of(bound), window),
        () -> {
          Histogram now = durations.get();
          long all = now.count();
          return new EventCounts(all, all - now.countUpTo(bound));
        });
  }

  static EventCounts availability(RequestMeter meter) {
    long all = 0;
    long bad = 0;
    for (RequestMeter.Reading method : ours(meter)) {
      for (var each : method.requests().entrySet()) {
        all += each.getValue();
        bad += FAILURES.contains(each.getKey()) ? each.getValue() : 0;
      }
    }
    return new EventCounts(all, bad);
  }

  private static Histogram durations(RequestMeter meter, Set<String> streams) {
    Histogram sum = new DurationBuckets().read();
    for (RequestMeter.Reading method : ours(meter)) {
      if (!streams.contains(method.service() + "/" + method.method())) {
        sum = sum.plus(method.durations());
      }
    }
    return sum;
  }

  private static List<RequestMeter.Reading> ours(RequestMeter meter) {
    return meter.read().stream().filter(it -> it.service().startsWith(OURS)).toList();
  }

  static EventCounts tasks(TasksStats stats) {
    long all = 0;
    long bad = 0;
    for (TasksStats.Outcome each : stats.outcomes()) {
      boolean failed = TASK_FAILURES.contains(each.outcome());
      all += failed || each.outcome().equals("succeeded") ? each.count() : 0;
      bad += failed ? each.count() : 0;
    }
    return new EventCounts(all, bad);
  }

  private static Histogram histogram(LatencyBuckets.Reading reading) {
    return Histogram.ofNanos(reading.boundsNanos(), reading.counts(), reading.sumNanos());
  }

  private static Histogram histogram(DurationCounts.Reading reading) {
    return Histogram.ofNanos(reading.boundsNanos(), reading.counts(), reading.sumNanos());
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / Histogram.NANOS_PER_SECOND;
  }
}
