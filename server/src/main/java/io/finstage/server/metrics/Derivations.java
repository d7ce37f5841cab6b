package io.finstage.server.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What is made of readings by comparing them with earlier ones: of a counter its rate per second
 * over the last {@link #RATE_WINDOW}, of a histogram its median and 99th percentile over the last
 * {@link #QUANTILE_WINDOW}, in the bucket where they fall by a straight line.
 *
 * <p>A counter that was not there before counts from 0; a histogram into which nothing came has no
 * quantile. Earlier readings are kept {@link #STEP} apart, so a window may be that much longer.
 * Time is handed in. Not thread-safe.
 */
final class Derivations {

  static final String COUNT = "_count";
  static final String SUM = "_sum";

  static final Duration RATE_WINDOW = Duration.ofSeconds(10);
  static final Duration QUANTILE_WINDOW = Duration.ofSeconds(60);
  static final Duration STEP = Duration.ofSeconds(5);

  private static final String RATE = ":rate";
  private static final String P50 = ":p50";
  private static final String P99 = ":p99";
  private static final double HALF = 0.5;
  private static final double NINETY_NINE = 0.99;
  private static final double MILLIS_PER_SECOND = 1e3;

  private record Earlier(
      Instant time, Map<String, Double> counters, Map<String, Histogram> histograms) {}

  /** Oldest first; not more than the longest window asks for. */
  private final Deque<Earlier> earlier = new ArrayDeque<>();

  static String rateOf(String counter) {
    return counter + RATE;
  }

  /** Names of what is made of a histogram. */
  static List<String> familiesOf(String histogram) {
    return List.of(
        histogram + COUNT,
        histogram + SUM,
        histogram + COUNT + RATE,
        histogram + SUM + RATE,
        histogram + P50,
        histogram + P99);
  }

  /** What can be made of {@code samples}, which are of {@code now}; times must not fall. */
  Map<String, Double> of(Instant now, Samples samples) {
    Map<String, Double> made = new HashMap<>();
    Earlier before = at(now.minus(RATE_WINDOW));
    if (before != null && before.time.isBefore(now)) {
      double seconds = Duration.between(before.time, now).toMillis() / MILLIS_PER_SECOND;
      samples
          .counters()
          .forEach((name, value) ->
              made.put(
                  suffixed(name, RATE),
                  Math.max(0, value - before.counters.getOrDefault(name, 0.0)) / seconds));
    }
    Earlier longBefore = at(now.minus(QUANTILE_WINDOW));
    if (longBefore != null) {
      samples
          .histograms()
          .forEach((name, histogram) -> {
            Histogram came = histogram.since(longBefore.histograms.get(name));
            put(made, suffixed(name, P50), came.quantile(HALF));
            put(made, suffixed(name, P99), came.quantile(NINETY_NINE));
          });
    }
    keep(now, samples);
    return made;
  }

  private static void put(Map<String, Double> made, String name, OptionalDouble value) {
    value.ifPresent(it -> made.put(name, it));
  }

  private void keep(Instant now, Samples samples) {
    if (!earlier.isEmpty() && now.isBefore(earlier.getLast().time.plus(STEP))) {
      return;
    }
    earlier.addLast(new Earlier(now, samples.counters(), samples.histograms()));
    Instant needed = now.minus(QUANTILE_WINDOW).minus(STEP);
    while (earlier.getFirst().time.isBefore(needed)) {
      earlier.removeFirst();
    }
  }

  /** The newest that is not younger; else the oldest there is. */
  private @Nullable Earlier at(Instant time) {
    Iterator<Earlier> newestFirst = earlier.descendingIterator();
    Earlier found = null;
    while (newestFirst.hasNext()) {
      found = newestFirst.next();
      if (!found.time.isAfter(time)) {
        break;
      }
    }
    return found;
  }

  private static String suffixed(String name, String suffix) {
    int labels = name.indexOf('{');
    return labels < 0 ? name + suffix : name.substring(0, labels) + suffix + name.substring(labels);
  }
}
