package io.finstage.server.bars;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * Where a day begins: what the bars of {@code 1d} are cut by. A day is as long as the clocks of its
 * zone make it: 23 or 25 hours when they are set.
 *
 * @param zone time zone of the venue
 * @param start time of day there
 */
public record Session(ZoneId zone, LocalTime start) {

  /** Days of UTC. */
  public static final Session UTC = new Session(ZoneOffset.UTC, LocalTime.MIDNIGHT);

  /** Start of the day that holds {@code atMillis}; both in milliseconds since 1970 UTC. */
  public long openMillis(long atMillis) {
    return startOf(dateOf(atMillis));
  }

  /** End of the day that begins at {@code openMillis}. */
  public long endMillis(long openMillis) {
    return startOf(dateOf(openMillis).plusDays(1));
  }

  /** The date that the day is called by: that of its start. */
  public LocalDate dateOf(long atMillis) {
    ZonedDateTime at = Instant.ofEpochMilli(atMillis).atZone(zone);
    LocalDate date = at.toLocalDate();
    return atMillis < startOf(date) ? date.minusDays(1) : date;
  }

  /** When the day of that date begins, milliseconds since 1970 UTC. */
  public long startOf(LocalDate date) {
    return ZonedDateTime.of(date, start, zone).toInstant().toEpochMilli();
  }
}
