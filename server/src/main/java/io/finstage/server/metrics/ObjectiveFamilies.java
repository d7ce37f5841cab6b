package io.finstage.server.metrics;

import io.finstage.server.metrics.slo.ObjectiveReading;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How the objectives are kept, as families of the page. */
final class ObjectiveFamilies {

  private static final String SLO = "slo";
  private static final String WINDOW = "window";

  private ObjectiveFamilies() {}

  static void write(Page page, List<ObjectiveReading> readings) {
    page.gauge("finstage_slo_target_ratio", "Least share of good events that is promised.");
    each(page, readings, it -> it.objective().target());
    page.gauge(
        "finstage_slo_availability_ratio", "Share of good events in the objective's window.");
    each(page, readings, ObjectiveReading::availability);
    page.gauge(
        "finstage_slo_error_budget_remaining_ratio",
        "Share of the error budget that is left; below 0: the promise is broken.");
    each(page, readings, ObjectiveReading::budgetRemaining);
    page.gauge(
        "finstage_slo_burn_rate",
        "How fast the error budget is used; 1 uses it up in one window of the objective.");
    readings.forEach(it -> {
      page.sample(it.burnRate5m(), SLO, it.objective().name(), WINDOW, "5m");
      page.sample(it.burnRate1h(), SLO, it.objective().name(), WINDOW, "1h");
    });
    page.counter("finstage_slo_events_total", "Events that an objective counts.");
    each(page, readings, it -> it.soFar().all());
    page.counter("finstage_slo_bad_events_total", "Those that were not as promised.");
    each(page, readings, it -> it.soFar().bad());
  }

  private static void each(
      Page page, List<ObjectiveReading> readings, ToDoubleFunction<ObjectiveReading> value) {
    readings.forEach(it -> page.sample(value.applyAsDouble(it), SLO, it.objective().name()));
  }
}
