package io.finstage.server.metrics;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * All readings of one moment, by name. Holds at most a given number; further ones are dropped and
 * counted. Written by one thread; safe to read by others once it is handed on.
 */
final class Samples implements Page {

  private final int max;
  private final Set<String> families = new HashSet<>();
  private final Map<String, Double> gauges = new HashMap<>();
  private final Map<String, Double> counters = new HashMap<>();
  private final Map<String, Histogram> histograms = new HashMap<>();
  private String family = "";
  private boolean rising;
  private int dropped;

  /**
   * @param max readings that are kept, 1 or more
   */
  Samples(int max) {
    this.max = max;
  }

  @Override
  public Page counter(String name, String help) {
    families.add(name);
    families.add(Derivations.rateOf(name));
    return start(name, true);
  }

  @Override
  public Page gauge(String name, String help) {
    families.add(name);
    return start(name, false);
  }

  @Override
  public Page histogram(String name, String help) {
    families.addAll(Derivations.familiesOf(name));
    return start(name, false);
  }

  @Override
  public Page sample(double value, String... labels) {
    put(rising ? counters : gauges, named(family, labels), value);
    return this;
  }

  @Override
  public Page buckets(Histogram histogram, String... labels) {
    put(histograms, named(family, labels), histogram);
    put(counters, named(family + Derivations.COUNT, labels), (double) histogram.count());
    put(counters, named(family + Derivations.SUM, labels), histogram.sumSeconds());
    return this;
  }

  /** Names of families that were started, those made of them included. */
  Set<String> families() {
    return families;
  }

  /** What rises and falls. */
  Map<String, Double> gauges() {
    return gauges;
  }

  /** What only rises. */
  Map<String, Double> counters() {
    return counters;
  }

  Map<String, Histogram> histograms() {
    return histograms;
  }

  /** Readings for which there was no room. */
  int dropped() {
    return dropped;
  }

  private Page start(String name, boolean risingOnly) {
    family = name;
    rising = risingOnly;
    return this;
  }

  private <T> void put(Map<String, T> into, String name, T value) {
    if (gauges.size() + counters.size() + histograms.size() >= max && !into.containsKey(name)) {
      dropped++;
      return;
    }
    into.put(name, value);
  }

  private static String named(String family, String... labels) {
    if (labels.length == 0) {
      return family;
    }
    StringBuilder name = new StringBuilder(family);
    Exposition.appendLabels(name, labels);
    return name.toString();
  }
}
