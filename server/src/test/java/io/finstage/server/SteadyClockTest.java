package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  private Instant wall = START;
  private long counter = Long.MAX_VALUE - 5;
  private final SteadyClock clock = new SteadyClock(() -> wall, () -> counter);

  @Test
  void betweenTwoLooksAtTheWallTheCounterMovesIt() {
    passes(Duration.ofMillis(300), Duration.ZERO);

    assertThat(clock.instant()).isEqualTo(START.plusMillis(300));
  }

  @Test
  void itJumpsToAWallThatIsAhead() {
    passes(Duration.ofSeconds(1), Duration.ofHours(1));

    assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(1)));
  }

  @Test
  void itGoesOnATenthSlowerWhenTheWallIsSetBack() {
    passes(Duration.ofSeconds(1), Duration.ofHours(-1));
    Instant before = clock.instant();
    passes(Duration.ofMillis(500), Duration.ofMillis(500));

    assertThat(before).isEqualTo(START.plusSeconds(1));
    assertThat(clock.instant()).isEqualTo(before.plusMillis(450));
  }

  @Test
  void itMeetsAWallThatWasSetBackALittle() {
    passes(Duration.ofSeconds(1), Duration.ofMillis(950));
    Instant before = clock.instant();
    passes(Duration.ofSeconds(1), Duration.ofSeconds(1));

    assertThat(before).isEqualTo(START.plusSeconds(1));
    assertThat(clock.instant()).isEqualTo(wall);
  }

  @Test
  void aWallThatIsBehindByAMicrosecondCostsAMicrosecond() {
    passes(Duration.ofSeconds(1), Duration.ofSeconds(1).minusNanos(1_000));
    Instant before = clock.instant();
    passes(Duration.ofMillis(900), Duration.ofMillis(900));

    assertThat(clock.instant()).isEqualTo(before.plusMillis(900).minusNanos(1_000));
    assertThat(clock.instant()).isEqualTo(wall);
  }

  private void passes(Duration byCounter, Duration byWall) {
    counter += byCounter.toNanos();
    wall = wall.plus(byWall);
  }
}
