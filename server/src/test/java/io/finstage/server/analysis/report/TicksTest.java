package io.finstage.server.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TicksTest {

  private static long at(String time) {
    return Instant.parse(time).toEpochMilli();
  }

  @Test
  void valuesAreRound() {
    assertThat(Ticks.values(167.13, 168.94, 4)).containsExactly(167.5, 168.0, 168.5);
  }

  @Test
  void aRangeWithoutWidthHasNone() {
    assertThat(Ticks.values(1, 1, 5)).isEmpty();
    assertThat(Ticks.values(Double.NaN, 1, 5)).isEmpty();
  }

  @Test
  void timesAreRoundInTheirZone() {
    assertThat(
            Ticks.times(
                at("2013-10-07T13:30:00Z"),
                at("2013-10-07T20:00:00Z"),
                ZoneId.of("America/New_York"),
                8))
        .extracting(time -> time.toLocalTime().toString())
        .containsExactly("10:00", "11:00", "12:00", "13:00", "14:00", "15:00", "16:00");
  }

  @Test
  void aMinuteHasTimesTooAndADayNotTooMany() {
    assertThat(Ticks.times(0, 60_000, ZoneOffset.UTC, 13)).hasSize(2);
    assertThat(Ticks.times(0, 86_400_000, ZoneOffset.UTC, 13)).hasSizeBetween(5, 13);
  }
}
