package io.finstage.server.tuning;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes windows of what a part says. The p99 and the share within the objective are read off the
 * histogram, on a straight line between two bounds. One thread at a time.
 */
final class LoadMeter {

  /** With fewer, chance decides: the share of 100 is off by a tenth often enough. */
  static final int COMPLETIONS_MIN = 100;

  private static final double NANOS_PER_SECOND = 1e9;
  private static final double QUANTILE = 0.99;

  private final double objective;
  private @Nullable Load begin;
  private double useSum;
  private int samples;

  /**
   * @param objective in seconds
   */
  LoadMeter(double objective) {
    this.objective = objective;
  }

  /** Looks at what is taken now of {@code limit}. */
  void sample(Load now, int limit) {
    useSum += Math.min(1, (double) (now.inFlight() + now.waiting()) / limit);
    samples++;
  }

  /**
   * Ends a window and begins the next one.
   *
   * @return empty for the first one, and when too little happened
   */
  Optional<Window> end(Load now, Duration took) {
    Load before = begin;
    double use = samples == 0 ? 0 : useSum / samples;
    begin = now;
    useSum = 0;
    samples = 0;
    if (before == null || took.isZero() || took.isNegative()) {
      return Optional.empty();
    }
    long[] counts = difference(before.counts(), now.counts());
    long all = 0;
    for (long count : counts) {
      all += count;
    }
    if (all < COMPLETIONS_MIN) {
      return Optional.empty();
    }
    double good = 1 - Math.min(1, (double) (now.failed() - before.failed()) / all);
    double within = within(now.bounds(), counts) * good;
    double seconds = took.toNanos() / NANOS_PER_SECOND;
    return Optional.of(new Window(within / seconds, p99(now.bounds(), counts, all), use));
  }

  private double within(List<Double> bounds, long[] counts) {
    double sum = 0;
    double low = 0;
    for (int i = 0; i < bounds.size() && low < objective; i++) {
      double high = bounds.get(i);
      sum += counts[i] * Math.min(1, (objective - low) / (high - low));
      low = high;
    }
    return sum;
  }

  /** What is above the last bound counts as the last bound. */
  private static double p99(List<Double> bounds, long[] counts, long all) {
    double rank = QUANTILE * all;
    double low = 0;
    for (int i = 0; i < bounds.size(); i++) {
      if (rank <= counts[i]) {
        return low + (bounds.get(i) - low) * rank / counts[i];
      }
      rank -= counts[i];
      low = bounds.get(i);
    }
    return low;
  }

  private static long[] difference(List<Long> before, List<Long> now) {
    long[] counts = new long[now.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = Math.max(0, now.get(i) - before.get(i));
    }
    return counts;
  }
}
