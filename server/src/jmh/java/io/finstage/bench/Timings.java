package io.finstage.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Milliseconds of the same thing, done several times. */
final class Timings {

  private final List<Double> millis = new ArrayList<>();

  void add(double took) {
    millis.add(took);
  }

  double median() {
    List<Double> sorted = millis.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  double fastest() {
    return Collections.min(millis);
  }

  /** A line of a table: median, fastest, slowest. */
  String row(String what) {
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %.1f | %.1f |%n",
        what,
        median(),
        fastest(),
        Collections.max(millis));
  }
}
