package io.finstage.server.hub;

import java.time.Instant;

/** Instants as nanoseconds since the epoch, which a long holds until the year 2262. */
final class Nanos {

  private Nanos() {}

  static long of(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }

  static long between(Instant from, Instant to) {
    return of(to) - of(from);
  }
}
