package io.finstage.server.metrics;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The newest readings by name, taken once a second. Names are those of {@code /metrics}, with their
 * labels in the order there, as in {@code finstage_source_age_seconds{source="simulated"}}. Made of
 * them: of a counter its rate per second over the last 10 s, {@code finstage_ticks_total:rate{...}}
 * ; of a histogram its median and 99th percentile over the last 60 s, {@code
 * finstage_delivery_latency_seconds:p50} and {@code :p99}. A histogram itself is there as {@code
 * _count} and {@code _sum}.
 *
 * <p>Empty until the first second has passed, and where {@code metrics.enabled} is false.
 * Thread-safe: whoever reads sees the readings of one moment.
 */
public final class ReadingBoard {

  /**
   * One reading.
   *
   * @param name with its labels
   */
  public record Reading(String name, double value) {}

  private record Moment(Instant time, Map<String, Double> values, Map<String, Selector> names) {}

  /** Families are known before their first value: a rule may wait for it. */
  private volatile Set<String> families = Set.of();

  private volatile Moment moment = new Moment(Instant.EPOCH, Map.of(), Map.of());

  /** Made by the sampler; anybody else's is for tests of what reads it. */
  public ReadingBoard() {}

  /** When the newest readings were taken; the epoch before the first. */
  public Instant time() {
    return moment.time;
  }

  /** All of them, by name. */
  public Map<String, Double> values() {
    return moment.values;
  }

  /** One of them; empty when it has no value now. */
  public OptionalDouble value(String name) {
    Double value = moment.values.get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /**
   * Those that are meant, by name: the one of exactly this name, or all of a family that have the
   * given labels, among others. {@code finstage_ticks_total:rate} takes every source's.
   */
  public List<Reading> select(String selector) {
    Moment now = moment;
    Double exact = now.values.get(selector);
    if (exact != null) {
      return List.of(new Reading(selector, exact));
    }
    Optional<Selector> wanted = Selector.parse(selector);
    return wanted.stream()
        .flatMap(it -> now.names.entrySet().stream().filter(e -> it.takes(e.getValue())))
        .map(e -> new Reading(e.getKey(), now.values.getOrDefault(e.getKey(), Double.NaN)))
        .toList();
  }

  /**
   * Whether {@link #select} may ever find something: the family is known, and the labels are among
   * those that its readings have, where it has any yet.
   */
  public boolean knows(String selector) {
    Optional<Selector> wanted = Selector.parse(selector);
    if (wanted.isEmpty() || !families.contains(wanted.get().family())) {
      return false;
    }
    Predicate<Selector> sameFamily = it -> it.family().equals(wanted.get().family());
    Set<String> labels =
        moment.names.values().stream()
            .filter(sameFamily)
            .flatMap(it -> it.labels().keySet().stream())
            .collect(Collectors.toSet());
    boolean noneYet = moment.names.values().stream().noneMatch(sameFamily);
    return noneYet || labels.containsAll(wanted.get().labels().keySet());
  }

  /**
   * Replaces everything.
   *
   * @param known families that are known, whether they have values or not
   */
  public void put(Instant time, Map<String, Double> values, Set<String> known) {
    Moment before = moment;
    Map<String, Double> sorted = new TreeMap<>(values);
    Map<String, Selector> names = new TreeMap<>();
    sorted
        .keySet()
        .forEach(name -> {
          Selector parsed = before.names.get(name);
          names.put(name, parsed != null ? parsed : parsed(name));
        });
    if (!families.containsAll(known)) {
      Set<String> more = new HashSet<>(families);
      more.addAll(known);
      families = Set.copyOf(more);
    }
    moment = new Moment(time, java.util.Collections.unmodifiableMap(sorted), names);
  }

  private static Selector parsed(String name) {
    return Selector.parse(name).orElseGet(() -> new Selector(name, Map.of()));
  }
}
