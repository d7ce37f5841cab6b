package io.finstage.server.metrics.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ObjectivesTest {

  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final double SMALL = 1e-9;

  private EventCounts soFar = EventCounts.NONE;
  private Instant now = START;
  private final Objectives objectives =
      new Objectives(List.of(new Objectives.Judged(objective("a", 0.99, DAY), () -> soFar)));

  private static Objective objective(String name, double target, Duration window) {
    return new Objective(name, "a promise", target, OptionalDouble.empty(), window);
  }

  private ObjectiveReading after(Duration time, long all, long bad) {
    now = now.plus(time);
    soFar = soFar.plus(new EventCounts(all, bad));
    objectives.tick(now);
    return objectives.readings().getFirst();
  }

  @Test
  void withoutEventsNothingIsBroken() {
    ObjectiveReading reading = after(Duration.ofSeconds(1), 0, 0);

    assertThat(reading.availability()).isEqualTo(1);
    assertThat(reading.budgetRemaining()).isEqualTo(1);
    assertThat(reading.burnRate5m()).isZero();
    assertThat(reading.burnRate1h()).isZero();
  }

  @Test
  void halfTheAllowedShareOfBadEventsLeavesHalfTheBudget() {
    ObjectiveReading reading = after(Duration.ofSeconds(1), 1000, 5);

    assertThat(reading.availability()).isCloseTo(0.995, within(SMALL));
    assertThat(reading.budgetRemaining()).isCloseTo(0.5, within(SMALL));
    assertThat(reading.burnRate1h()).isCloseTo(0.5, within(SMALL));
  }

  @Test
  void moreThanTheAllowedShareLeavesLessThanNothing() {
    assertThat(after(Duration.ofSeconds(1), 100, 3).budgetRemaining()).isCloseTo(-2, within(SMALL));
  }

  @Test
  void oneBadEventAloneBurnsAtOne() {
    ObjectiveReading reading = after(Duration.ofSeconds(1), 3, 1);

    assertThat(reading.burnRate5m()).isCloseTo(1, within(SMALL));
    assertThat(reading.burnRate1h()).isCloseTo(1, within(SMALL));
  }

  @Test
  void theShortBurnRateForgetsAfterFiveMinutesAndTheLongAfterAnHour() {
    after(Duration.ofSeconds(1), 100, 100);

    ObjectiveReading sixMinutesLater = after(Duration.ofMinutes(6), 100, 0);
    assertThat(sixMinutesLater.burnRate5m()).isZero();
    assertThat(sixMinutesLater.burnRate1h()).isCloseTo(50, within(SMALL));

    assertThat(after(Duration.ofMinutes(62), 100, 0).burnRate1h()).isZero();
  }

  @Test
  void theWindowForgetsWhatIsOlder() {
    after(Duration.ofSeconds(1), 100, 100);

    assertThat(after(DAY.minusMinutes(2), 100, 0).inWindow()).isEqualTo(new EventCounts(200, 100));
    assertThat(after(Duration.ofMinutes(4), 0, 0).inWindow()).isEqualTo(new EventCounts(100, 0));
  }

  @Test
  void whatCameBeforeAPauseOfManyDaysIsForgottenAtOnce() {
    after(Duration.ofSeconds(1), 100, 100);

    ObjectiveReading reading = after(Duration.ofDays(40), 10, 1);

    assertThat(reading.inWindow()).isEqualTo(new EventCounts(10, 1));
    assertThat(reading.soFar()).isEqualTo(new EventCounts(110, 101));
  }

  @Test
  void aCountThatFallsIsNoEvent() {
    after(Duration.ofSeconds(1), 100, 10);
    soFar = new EventCounts(50, 5);

    assertThat(after(Duration.ofSeconds(1), 0, 0).inWindow()).isEqualTo(new EventCounts(100, 10));
  }

  @Test
  void objectivesAreReadByNameAndNoTwoHaveTheSame() {
    Objectives.Judged one = new Objectives.Judged(objective("b", 0.9, DAY), () -> EventCounts.NONE);
    Objectives.Judged two = new Objectives.Judged(objective("a", 0.9, DAY), () -> EventCounts.NONE);
    Objectives both = new Objectives(List.of(one, two));
    both.tick(START);

    assertThat(both.readings())
        .extracting(reading -> reading.objective().name())
        .containsExactly("a", "b");
    assertThatThrownBy(() -> new Objectives(List.of(one, one)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("b");
  }

  @Test
  void aTargetThatAllowsNothingIsNoObjective() {
    assertThatThrownBy(() -> objective("a", 1, DAY)).hasMessageContaining("1.0");
  }
}
