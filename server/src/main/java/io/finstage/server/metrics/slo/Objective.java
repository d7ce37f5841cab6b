package io.finstage.server.metrics.slo;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * A promise.
 *
 * @param name kebab-case
 * @param description in one line
 * @param target least share of good events, above 0 and below 1
 * @param thresholdSeconds what makes an event good, of those that are about a time
 * @param window over which the share is taken
 */
public record Objective(
    String name,
    String description,
    double target,
    OptionalDouble thresholdSeconds,
    Duration window) {

  public Objective {
    if (!(target > 0 && target < 1)) {
      throw new IllegalArgumentException("target of " + name + " is " + target);
    }
    if (window.compareTo(ObjectiveRecord.LONG) < 0) {
      throw new IllegalArgumentException("window of " + name + " is " + window);
    }
  }
}
