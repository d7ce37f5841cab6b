package io.finstage.server.metrics.slo;

import java.time.Duration;
import java.time.Instant;

/**
 * How one objective is kept. The error budget is the share of bad events that it allows, 1 -
 * target. With b the share of bad events in a span:
 *
 * <pre>
 *   left of the budget = 1 - b(window) / (1 - target)       1 untouched, 0 used up, below 0 broken
 *   burn rate          = bad / max(all, 1 / (1 - target)) / (1 - target)   of a span; 1 uses all of it in one window
 * </pre>
 *
 * A span with fewer events than the target needs to allow one bad event counts as if it had as
 * many: one slow request just after a start burns at 1, and wakes nobody.
 *
 * <p>Two spans, as in "The Site Reliability Workbook" (chapter 5, alerting on SLOs): 5 minutes say
 * that it burns now, an hour that it is worth waking somebody. Counts are kept in memory and begin
 * anew with the server. Not thread-safe.
 */
final class ObjectiveRecord {

  static final Duration SHORT = Duration.ofMinutes(5);
  static final Duration LONG = Duration.ofHours(1);

  private static final int WINDOW_SLOTS = 1440;
  private static final int LONG_SLOTS = 360;

  private final Objective objective;
  private final RollingCounts window;
  private final RollingCounts hour = new RollingCounts(LONG, LONG_SLOTS);
  private EventCounts seen = EventCounts.NONE;

  ObjectiveRecord(Objective objective) {
    this.objective = objective;
    this.window = new RollingCounts(objective.window(), WINDOW_SLOTS);
  }

  /** Takes in what came since the last call. */
  ObjectiveReading take(Instant now, EventCounts soFar) {
    EventCounts came = soFar.since(seen);
    seen = soFar;
    window.add(now, came);
    hour.add(now, came);
    EventCounts inWindow = window.last(now, objective.window());
    double budget = 1 - objective.target();
    return new ObjectiveReading(
        objective,
        soFar,
        inWindow,
        1 - inWindow.badShare(),
        1 - inWindow.badShare() / budget,
        burnRate(hour.last(now, SHORT), budget),
        burnRate(hour.last(now, LONG), budget));
  }

  private static double burnRate(EventCounts span, double budget) {
    return span.bad() / Math.max(span.all() * budget, 1);
  }
}
