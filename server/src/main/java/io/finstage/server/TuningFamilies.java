package io.finstage.server;

import io.finstage.server.metrics.Page;
import io.finstage.server.tuning.TuningStats;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** The readings of the tuner, as families of the page, which does not know that part. */
final class TuningFamilies {

  private TuningFamilies() {}

  static void write(Page page, TuningStats stats) {
    page.gauge("finstage_tunable", "What may be moved while the server runs, as it stands.");
    new TreeMap<>(stats.values()).forEach((name, value) -> page.count(value, "name", name));
    page.counter(
        "finstage_adjustments_total", "Moves of tunables that were judged, by what came of them.");
    stats.adjustments().entrySet().stream()
        .sorted(
            Map.Entry.comparingByKey(
                Comparator.comparing(TuningStats.Key::tunable)
                    .thenComparing(TuningStats.Key::outcome)))
        .forEach(each ->
            page.count(
                each.getValue(),
                "tunable",
                each.getKey().tunable(),
                "outcome",
                each.getKey().outcome()));
  }
}
