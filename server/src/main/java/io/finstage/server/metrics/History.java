package io.finstage.server.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The readings of the last hour, one value per step, in memory. At most a given number of readings;
 * one that comes when there is no room is left out until another has had no value for the whole
 * hour. Thread-safe.
 */
public final class History {

  /** How far apart the values are. */
  public static final Duration STEP = Duration.ofSeconds(5);

  /**
   * How much too early a look may be and still be the one that was due: half the time between two.
   * Looks come some milliseconds early or late, and a step would otherwise wait for the next.
   */
  private static final Duration EARLY = Monitor.PERIOD.dividedBy(2);

  /** How many there are, at most: an hour's. */
  public static final int STEPS = 720;

  /**
   * Columns of equal length, oldest first.
   *
   * @param times ends of the steps, rising
   * @param series by name; NaN where there was no value
   */
  public record View(List<Instant> times, Map<String, double[]> series) {
    public View {
      times = List.copyOf(times);
    }
  }

  private final int seriesMax;
  private final Instant[] times = new Instant[STEPS];
  private final Map<String, double[]> columns = new HashMap<>();

  /** Steps ever taken; the next goes to this modulo {@link #STEPS}. */
  private long taken;

  History(int seriesMax) {
    this.seriesMax = seriesMax;
  }

  /** Adds a step when one is due; {@code now} must not fall. */
  synchronized void offer(Instant now, Map<String, Double> values) {
    if (taken > 0 && now.isBefore(times[slot(taken - 1)].plus(STEP).minus(EARLY))) {
      return;
    }
    int slot = slot(taken);
    times[slot] = now;
    columns.values().forEach(column -> column[slot] = Double.NaN);
    columns.values().removeIf(column -> Arrays.stream(column).allMatch(Double::isNaN));
    values.forEach((name, value) -> {
      double[] column = columns.get(name);
      if (column == null && columns.size() < seriesMax) {
        column = new double[STEPS];
        Arrays.fill(column, Double.NaN);
        columns.put(name, column);
      }
      if (column != null) {
        column[slot] = value;
      }
    });
    taken++;
  }

  /**
   * The steps after {@code from}.
   *
   * @param pointsMax points per series, 1 or more: with fewer than there are steps, each is the
   *     mean of the values of several steps, and its time is that of the last of them
   */
  public synchronized View view(Instant from, int pointsMax, Predicate<String> wanted) {
    List<Integer> slots = new ArrayList<>();
    for (long i = Math.max(0, taken - STEPS); i < taken; i++) {
      if (times[slot(i)].isAfter(from)) {
        slots.add(slot(i));
      }
    }
    int width = Math.max(1, Math.ceilDiv(slots.size(), pointsMax));
    List<List<Integer>> points = new ArrayList<>();
    for (int end = slots.size(); end > 0; end -= width) {
      points.addFirst(slots.subList(Math.max(0, end - width), end));
    }
    Map<String, double[]> series = new TreeMap<>();
    columns.forEach((name, column) -> {
      if (wanted.test(name)) {
        series.put(name, points.stream().mapToDouble(point -> mean(column, point)).toArray());
      }
    });
    return new View(points.stream().map(point -> times[point.getLast()]).toList(), series);
  }

  private static double mean(double[] column, List<Integer> slots) {
    return slots.stream()
        .mapToDouble(slot -> column[slot])
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }

  private static int slot(long step) {
    return (int) (step % STEPS);
  }
}
