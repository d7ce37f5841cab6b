package io.finstage.server.metrics.slo;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** All objectives. {@link #tick} is for one thread; {@link #readings} for any. */
public final class Objectives {

  /**
   * An objective and what it is judged by.
   *
   * @param events so far
   */
  public record Judged(Objective objective, Supplier<EventCounts> events) {}

  private record Line(ObjectiveRecord record, Supplier<EventCounts> events) {}

  private final Map<String, Line> lines = new TreeMap<>();
  private volatile List<ObjectiveReading> readings = List.of();

  /** No two may have the same name. */
  public Objectives(List<Judged> objectives) {
    objectives.forEach(each -> {
      Line line = new Line(new ObjectiveRecord(each.objective), each.events);
      if (lines.put(each.objective.name(), line) != null) {
        throw new IllegalArgumentException("two objectives " + each.objective.name());
      }
    });
  }

  /** Takes in what came since the last call; times must not fall. */
  public void tick(Instant now) {
    readings =
        lines.values().stream().map(line -> line.record.take(now, line.events.get())).toList();
  }

  /** In order. */
  public List<String> names() {
    return List.copyOf(lines.keySet());
  }

  /** As of the last tick, by name; empty before the first. */
  public List<ObjectiveReading> readings() {
    return readings;
  }
}
