package io.finstage.server.metrics.slo;

/**
 * How an objective is kept.
 *
 * @param soFar events since the server started
 * @param inWindow events in the objective's window
 * @param availability share of good events in the window, 0 to 1; 1 without events
 * @param budgetRemaining 1 untouched, 0 used up, below 0 when the promise is broken
 * @param burnRate5m how fast the budget was used in the last 5 minutes; 1 uses it up in one window
 * @param burnRate1h the same of the last hour
 */
public record ObjectiveReading(
    Objective objective,
    EventCounts soFar,
    EventCounts inWindow,
    double availability,
    double budgetRemaining,
    double burnRate5m,
    double burnRate1h) {}
