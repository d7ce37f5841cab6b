package io.finstage.server.tuning;

import java.time.Duration;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * What may be moved while the server runs.
 *
 * @param name key of the configuration that it starts from
 * @param description one line, with the unit
 * @param start what the configuration says, within the bounds
 * @param aim what it is moved for; empty where only a person moves it
 * @param setter puts a value in force; thread-safe, must not block
 */
public record Tunable(
    String name,
    String description,
    Bounds bounds,
    int start,
    Optional<Aim> aim,
    IntConsumer setter) {

  public Tunable {
    if (!bounds.contain(start)) {
      throw new IllegalArgumentException(name + " must be within its bounds, not " + start);
    }
  }

  /**
   * What a tunable is moved for.
   *
   * @param objective what 99 of 100 completions should take at most
   * @param load what there is to look at; thread-safe
   */
  public record Aim(Duration objective, Supplier<Load> load) {

    private static final double NANOS_PER_SECOND = 1e9;

    public Aim {
      if (objective.isNegative() || objective.isZero()) {
        throw new IllegalArgumentException("objective must be above 0, not " + objective);
      }
    }

    double seconds() {
      return objective.toNanos() / NANOS_PER_SECOND;
    }
  }
}
