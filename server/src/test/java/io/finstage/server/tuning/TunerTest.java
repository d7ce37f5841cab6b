package io.finstage.server.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseConfig;
import io.finstage.server.tuning.Adjustment.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TunerTest {

  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final int KEPT_MAX = 5;

  @TempDir Path folder;

  private final Part first = new Part("first", 4);
  private final Part second = new Part("second", 4);
  private Instant now = Instant.parse("2026-01-05T09:30:00Z");
  private Database database;
  private Tuner tuner;

  @BeforeEach
  void open() {
    database =
        Database.open(
            DatabaseConfig.sqlite(folder),
            AdjustmentStore.PART,
            AdjustmentStore.MIGRATIONS,
            () -> 0);
    tuner = tuner(TuningMode.ON, "one");
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void movesWhatGains() {
    second.idle = true;
    windows(11);

    assertThat(first.value).isGreaterThan(16);
  }

  @Test
  void movesOneTunableAtATime() {
    windows(3);

    assertThat(List.of(first.value, second.value)).containsExactlyInAnyOrder(8, 4);
  }

  @Test
  void theOtherHasItsTurnWhenTheFirstIsRefused() {
    first.best = 4;
    second.best = 4;
    windows(9);

    assertThat(tuner.adjustments("first", Long.MAX_VALUE, 10)).isNotEmpty();
    assertThat(tuner.adjustments("second", Long.MAX_VALUE, 10)).isNotEmpty();
  }

  @Test
  void anAdjustmentSaysWhatCameOfIt() {
    second.idle = true;
    windows(5);

    Adjustment judged = tuner.adjustments("first", Long.MAX_VALUE, 10).getLast();
    assertThat(judged.rule()).isEqualTo(Rule.SLOW_START);
    assertThat(judged.from()).isEqualTo(4);
    assertThat(judged.to()).isEqualTo(8);
    assertThat(judged.judgement().orElseThrow().outcome()).isEqualTo(Outcome.KEPT);
    assertThat(judged.judgement().orElseThrow().readings())
        .containsEntry("completions_within_objective_per_second", 80.0);
    assertThat(judged.readings()).containsEntry("completions_within_objective_per_second", 40.0);
    assertThat(judged.reason()).contains("40.0 completions a second");
  }

  @Test
  void aDryRunWritesDownAndChangesNothing() {
    tuner.mode(TuningMode.DRY_RUN, "");
    windows(20);

    assertThat(first.sets).isZero();
    assertThat(tuner.adjustments("", Long.MAX_VALUE, 10)).isNotEmpty().allMatch(Adjustment::dryRun);
  }

  @Test
  void offLeavesEverythingWhereItIs() {
    tuner.mode(TuningMode.OFF, "");
    windows(20);

    assertThat(first.sets).isZero();
    assertThat(tuner.adjustments("", Long.MAX_VALUE, 10)).isEmpty();
  }

  @Test
  void whatIsBeingTriedIsTakenBackWhenItIsSwitchedOff() {
    second.idle = true;
    windows(3);
    assertThat(first.value).isEqualTo(8);

    tuner.mode(TuningMode.OFF, "");

    assertThat(first.value).isEqualTo(4);
    assertThat(last("first").judgement().orElseThrow().outcome()).isEqualTo(Outcome.ROLLED_BACK);
  }

  @Test
  void aPersonsValueStays() {
    tuner.set("first", Optional.of(50.0), "for the fair");
    windows(20);

    assertThat(first.value).isEqualTo(50);
    assertThat(last("first").rule()).isEqualTo(Rule.PERSON);
    assertThat(last("first").reason()).isEqualTo("Set by a person: for the fair");
    assertThat(last("first").judgement().orElseThrow().outcome()).isEqualTo(Outcome.FIXED);
  }

  @Test
  void whatAPersonSaidOutlivesARestart() {
    tuner.set("first", Optional.of(50.0), "");
    tuner.mode(TuningMode.OFF, "");

    Tuner another = tuner(TuningMode.ON, "two");

    assertThat(another.mode()).isEqualTo(TuningMode.OFF);
    assertThat(another.tunables().getFirst().value()).isEqualTo(50);
    assertThat(another.tunables().getFirst().fixed()).isTrue();
    assertThat(another.tunables().getFirst().last().orElseThrow().to()).isEqualTo(50);
  }

  @Test
  void theLoopGoesOnWithWhatAPersonGivesBack() {
    tuner.set("first", Optional.of(50.0), "");
    tuner.set("first", Optional.empty(), "");
    second.idle = true;
    windows(3);

    assertThat(first.value).isEqualTo(100);
  }

  @Test
  void aValueThatIsNotAllowedIsRefused() {
    assertThat(tuner.set("first", Optional.of(101.0), ""))
        .isEqualTo(new SetOutcome.OutOfBounds(new Bounds(1, 100)));
    assertThat(tuner.set("first", Optional.of(1.5), ""))
        .isEqualTo(new SetOutcome.OutOfBounds(new Bounds(1, 100)));
    assertThat(tuner.set("third", Optional.of(1.0), "")).isEqualTo(new SetOutcome.Unknown("third"));
    assertThat(first.sets).isZero();
  }

  @Test
  void aReasonCannotBreakTheLinesOfTheLog() {
    tuner.set("first", Optional.of(50.0), "a\nb");

    assertThat(last("first").reason()).isEqualTo("Set by a person: a b");
  }

  @Test
  void asManyAdjustmentsAreKeptAsMayBe() {
    for (int i = 1; i <= 9; i++) {
      tuner.set("first", Optional.of((double) i), "");
    }

    assertThat(tuner.adjustments("", Long.MAX_VALUE, 100))
        .extracting(Adjustment::to)
        .containsExactly(9, 8, 7, 6, 5);
  }

  @Test
  void whatAnEarlierLifeDidNotJudgeCountsAsTakenBack() {
    second.idle = true;
    windows(3);
    assertThat(last("first").judgement()).isEmpty();

    Tuner another = tuner(TuningMode.ON, "two");

    assertThat(another.adjustments("first", Long.MAX_VALUE, 1).getFirst().judgement().orElseThrow())
        .extracting(Adjustment.Judgement::outcome)
        .isEqualTo(Outcome.ROLLED_BACK);
  }

  @Test
  void judgedAdjustmentsAreCounted() {
    second.idle = true;
    windows(5);

    assertThat(tuner.stats().adjustments()).containsEntry(new TuningStats.Key("first", "kept"), 1L);
    assertThat(tuner.stats().values()).containsEntry("first", first.value);
  }

  @Test
  void whatHasNoAimGoesBackToTheConfiguredValue() {
    Tuner alone = byHand(5);
    alone.set("hand", Optional.of(7.0), "");
    assertThat(first.value).isEqualTo(7);

    SetOutcome back = alone.set("hand", Optional.empty(), "the fair is over");

    assertThat(first.value).isEqualTo(5);
    assertThat(back).isInstanceOf(SetOutcome.Done.class);
    Adjustment last = alone.adjustments("hand", Long.MAX_VALUE, 1).getFirst();
    assertThat(last.from()).isEqualTo(7);
    assertThat(last.to()).isEqualTo(5);
    assertThat(last.reason())
        .isEqualTo("Given back to the configured value by a person: the fair is over");
  }

  @Test
  void whatWasGivenBackToTheConfigurationFollowsItsNextValue() {
    Tuner alone = byHand(5);
    alone.set("hand", Optional.of(7.0), "");
    alone.set("hand", Optional.empty(), "");

    assertThat(byHand(3).tunables().getFirst().value()).isEqualTo(3);
  }

  @Test
  void theReasonOfASwitchIsToldOnOneLine() {
    assertThat(Wording.switched(TuningMode.OFF, "too\nwild"))
        .isEqualTo("tuning was switched to OFF by a person: too wild");
  }

  /** One that only persons move. */
  private Tuner byHand(int start) {
    Tunable hand =
        new Tunable(
            "hand", "", new Bounds(1, 10), start, Optional.empty(), value -> first.value = value);
    return new Tuner(
        new TuningConfig(TuningMode.ON, WINDOW, KEPT_MAX), List.of(hand), store(), () -> now);
  }

  private Adjustment last(String tunable) {
    return tuner.tunables().stream()
        .filter(it -> it.tunable().name().equals(tunable))
        .findFirst()
        .orElseThrow()
        .last()
        .orElseThrow();
  }

  private Tuner tuner(TuningMode mode, String life) {
    return new Tuner(
        new TuningConfig(mode, WINDOW, KEPT_MAX),
        List.of(first.tunable(), second.tunable()),
        new AdjustmentStore(database, life, KEPT_MAX),
        () -> now);
  }

  private AdjustmentStore store() {
    return new AdjustmentStore(database, "test", KEPT_MAX);
  }

  private void windows(int count) {
    for (int i = 0; i < count * 10; i++) {
      now = now.plus(WINDOW.dividedBy(10));
      first.work();
      second.work();
      tuner.tick();
    }
    store().settle();
  }

  /** A part that completes ten a second for each that it may have at work, up to its best. */
  private static final class Part {

    private final String name;
    private final int start;
    private int value;
    private int sets;
    private int best = 1000;
    private boolean idle;
    private long completed;

    Part(String name, int start) {
      this.name = name;
      this.start = start;
      this.value = start;
    }

    void work() {
      completed += idle ? 0 : 10L * Math.min(value, best);
    }

    Tunable tunable() {
      return new Tunable(
          name,
          "",
          new Bounds(1, 100),
          start,
          Optional.of(new Tunable.Aim(Duration.ofSeconds(1), this::load)),
          this::set);
    }

    private Load load() {
      return new Load(List.of(0.5, 1.0), List.of(completed, 0L, 0L), 0, value, 0);
    }

    private void set(int to) {
      value = to;
      sets++;
    }
  }
}
