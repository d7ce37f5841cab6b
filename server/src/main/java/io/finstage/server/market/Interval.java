package io.finstage.server.market;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Width of a bar. Each one holds a whole number of the one before it, so longer bars are built from
 * shorter.
 */
public enum Interval {
  S1("1s", Duration.ofSeconds(1)),
  M1("1m", Duration.ofMinutes(1)),
  M5("5m", Duration.ofMinutes(5)),
  M15("15m", Duration.ofMinutes(15)),
  H1("1h", Duration.ofHours(1)),
  D1("1d", Duration.ofDays(1));

  private final String text;
  private final long millis;

  Interval(String text, Duration width) {
    this.text = text;
    this.millis = width.toMillis();
  }

  /** The interval that is spelled {@code text}, as in {@code 1m}; empty when there is none. */
  public static Optional<Interval> parse(String text) {
    return Arrays.stream(values()).filter(interval -> interval.text.equals(text)).findFirst();
  }

  /** Width in milliseconds. */
  public long millis() {
    return millis;
  }

  /** Width. */
  public Duration width() {
    return Duration.ofMillis(millis);
  }

  /** Start of the bar that holds {@code at}, of UTC days. */
  public Instant floor(Instant at) {
    return Instant.ofEpochMilli(floor(at.toEpochMilli()));
  }

  /** Start of the bar that holds a moment, both in milliseconds since 1970 UTC. */
  public long floor(long atMillis) {
    return atMillis - Math.floorMod(atMillis, millis);
  }

  /** As on the wire: {@code 1m}. */
  @Override
  public String toString() {
    return text;
  }
}
