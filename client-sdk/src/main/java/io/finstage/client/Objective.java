package io.finstage.client;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * A promise of the server, and how it is kept.
 *
 * @param name as in {@code request-availability}
 * @param description in one line
 * @param target least share of good events, above 0 and below 1
 * @param thresholdSeconds what makes an event good, of those that are about a time
 * @param window over which the share is taken; shorter while the server has not run that long
 * @param events in the window
 * @param badEvents those that were not good
 * @param availability share of good events in the window, 0 to 1; 1 without events
 * @param errorBudgetRemaining 1 untouched, 0 used up, below 0 when the promise is broken
 * @param burnRate5m how fast the budget was used in the last 5 minutes; 1 uses it up in one window
 * @param burnRate1h the same of the last hour
 */
public record Objective(
    String name,
    String description,
    double target,
    OptionalDouble thresholdSeconds,
    Duration window,
    long events,
    long badEvents,
    double availability,
    double errorBudgetRemaining,
    double burnRate5m,
    double burnRate1h) {}
