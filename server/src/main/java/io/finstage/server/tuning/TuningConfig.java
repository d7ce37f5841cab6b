package io.finstage.server.tuning;

import java.time.Duration;

/**
 * The loop.
 *
 * @param mode to begin with, until a person says another
 * @param window after which there is something to decide on
 * @param adjustmentsMax that are kept; older ones are deleted
 */
public record TuningConfig(TuningMode mode, Duration window, int adjustmentsMax) {

  public TuningConfig {
    if (window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException("window must be above 0, not " + window);
    }
    if (adjustmentsMax < 1) {
      throw new IllegalArgumentException("adjustmentsMax must be positive, not " + adjustmentsMax);
    }
  }
}
