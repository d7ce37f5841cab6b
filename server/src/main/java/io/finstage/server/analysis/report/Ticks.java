package io.finstage.server.analysis.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Where an axis has its marks: at round values. Pure functions. */
final class Ticks {

  private static final int[] MINUTES = {1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360};

  private Ticks() {}

  /** Values with a step of 1, 2 or 5 times a power of ten; about as many as asked for. */
  static List<Double> values(double low, double high, int about) {
    List<Double> ticks = new ArrayList<>();
    double rough = (high - low) / about;
    if (!(rough > 0) || !Double.isFinite(rough)) {
      return ticks;
    }
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double ratio = rough / power;
    double step = power * (ratio < 1.5 ? 1 : ratio < 3.5 ? 2 : ratio < 7.5 ? 5 : 10);
    long first = (long) Math.ceil(low / step);
    for (long i = first; i * step <= high && ticks.size() <= 2 * about; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** Round times of day of a zone; at most as many as asked for. */
  static List<ZonedDateTime> times(long fromMillis, long toMillis, ZoneId zone, int max) {
    long minutes = MINUTES[MINUTES.length - 1];
    for (int i = MINUTES.length - 1; i >= 0; i--) {
      if ((toMillis - fromMillis) / (MINUTES[i] * 60_000L) < max) {
        minutes = MINUTES[i];
      }
    }
    ZonedDateTime at = Instant.ofEpochMilli(fromMillis).atZone(zone).truncatedTo(ChronoUnit.DAYS);
    List<ZonedDateTime> ticks = new ArrayList<>();
    while (at.toInstant().toEpochMilli() <= toMillis && ticks.size() < max) {
      if (at.toInstant().toEpochMilli() >= fromMillis) {
        ticks.add(at);
      }
      at = at.plusMinutes(minutes);
    }
    return ticks;
  }
}
