package io.finstage.server.alerts;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a number has not changed. After a start nobody knows how long it was quiet before: until
 * it changes, or is quiet for as long as is asked, nothing can be told of it. Immutable.
 *
 * @param since when it was first seen, or changed last
 * @param changed whether it was seen to change
 */
record Quiet(double value, Instant since, boolean changed) {

  private static final double MILLIS_PER_SECOND = 1e3;

  static Quiet begin(double value, Instant now) {
    return new Quiet(value, now, false);
  }

  /** With what is seen now. */
  Quiet with(double seen, Instant now) {
    return Double.compare(seen, value) == 0 ? this : new Quiet(seen, now, true);
  }

  /** Whether it was quiet for that long. */
  Sighting sighting(String subject, Duration asked, Instant now) {
    Duration quiet = Duration.between(since, now);
    double seconds = quiet.toMillis() / MILLIS_PER_SECOND;
    if (quiet.compareTo(asked) >= 0) {
      return new Sighting(subject, Sighting.Verdict.HOLDS, seconds);
    }
    return new Sighting(
        subject, changed ? Sighting.Verdict.CLEAR : Sighting.Verdict.UNKNOWN, seconds);
  }
}
