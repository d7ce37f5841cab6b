package io.finstage.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AlertBookTest {

  private static final Duration THREE_SECONDS = Duration.ofSeconds(3);

  private final BookStage stage = new BookStage();

  @Test
  void withoutHoldsItFiresAndIsResolvedAtOnce() {
    stage.put(Scene.rule("high", Scene.above(100)));

    assertThat(stage.prices(99, 101, 102, 99, 98))
        .containsExactly("SPY FIRING 1", "SPY RESOLVED 2");
  }

  @Test
  void aConditionMustHoldForAsLongAsTheRuleAsks() {
    stage.put(Scene.rule("high", Scene.above(100), THREE_SECONDS, Duration.ZERO));

    assertThat(stage.prices(101, 101, 101)).containsExactly("SPY PENDING 1");
    assertThat(stage.prices(101)).containsExactly("SPY FIRING 2");
  }

  @Test
  void aConditionThatStopsHoldingTooEarlyBeginsAnew() {
    stage.put(Scene.rule("high", Scene.above(100), THREE_SECONDS, Duration.ZERO));

    assertThat(stage.prices(101, 101, 99, 101, 101, 101))
        .containsExactly("SPY PENDING 1", "SPY RESOLVED 2", "SPY PENDING 1");
    assertThat(stage.prices(101)).containsExactly("SPY FIRING 2");
  }

  @Test
  void aValueThatDancesAroundTheLimitFiresOnce() {
    stage.put(Scene.rule("high", Scene.above(100), Duration.ZERO, THREE_SECONDS));

    assertThat(stage.prices(101, 99, 101, 99, 99, 101, 99, 101, 99, 99))
        .containsExactly("SPY FIRING 1");
    assertThat(stage.prices(99, 99)).containsExactly("SPY RESOLVED 2");
  }

  @Test
  void whatIsNoLongerThereFiresForAWhileAndIsResolved() {
    stage.put(Scene.rule("high", Scene.above(100)));
    stage.prices(101);
    stage.scene.prices.clear();

    assertThat(stage.look(10)).isEmpty();
    stage.scene.pass(AlertLife.GONE_MAX);
    assertThat(stage.look()).containsExactly("SPY RESOLVED 2");
  }

  @Test
  void everySeriesOfAReadingHasAnAlertOfItsOwn() {
    stage.put(
        Scene.rule("many", new AlertCondition.Threshold("finstage_many", Comparison.ABOVE, 1)));
    stage.scene.readings.put("finstage_many{source=\"a\"}", 2.0);
    stage.scene.readings.put("finstage_many{source=\"b\"}", 0.0);
    stage.look();
    stage.scene.readings.put("finstage_many{source=\"b\"}", 3.0);

    assertThat(stage.look(2)).containsExactly("finstage_many{source=\"b\"} FIRING 1");
    assertThat(stage.book.open()).hasSize(2);
  }

  @Test
  void asManyAlertsAsMayAreOpenAndNoMore() {
    stage.put(
        Scene.rule("many", new AlertCondition.Threshold("finstage_many", Comparison.ABOVE, 1)));
    for (int i = 0; i < 5; i++) {
      stage.scene.readings.put("finstage_many{n=\"" + i + "\"}", 2.0);
    }
    stage.look();

    assertThat(stage.book.open()).hasSize(3);
    assertThat(stage.book.notBegun()).isEqualTo(2);
  }

  @Test
  void anAlertThatFoundNoRoomIsCountedOnceHoweverLongItsConditionHolds() {
    stage.put(
        Scene.rule("many", new AlertCondition.Threshold("finstage_many", Comparison.ABOVE, 1)));
    for (int i = 0; i < 4; i++) {
      stage.scene.readings.put("finstage_many{n=\"" + i + "\"}", 2.0);
    }
    stage.look(10);
    assertThat(stage.book.notBegun()).isEqualTo(1);

    stage.scene.readings.put("finstage_many{n=\"3\"}", 0.0);
    stage.look(10);
    stage.scene.readings.put("finstage_many{n=\"3\"}", 2.0);
    stage.look(10);
    assertThat(stage.book.notBegun()).isEqualTo(2);
  }

  @Test
  void anAlertThatFoundNoRoomBeginsOnceThereIsSome() {
    stage.put(
        Scene.rule("many", new AlertCondition.Threshold("finstage_many", Comparison.ABOVE, 1)));
    for (int i = 0; i < 4; i++) {
      stage.scene.readings.put("finstage_many{n=\"" + i + "\"}", 2.0);
    }
    stage.look();
    stage.scene.readings.put("finstage_many{n=\"0\"}", 0.0);

    assertThat(stage.look(2))
        .containsExactly("finstage_many{n=\"0\"} RESOLVED 2", "finstage_many{n=\"3\"} FIRING 1");
  }

  @Test
  void anAlertGoesOnWhenItsRuleChangesButNotItsCondition() {
    stage.put(Scene.rule("high", Scene.above(100)));
    stage.prices(101);

    assertThat(
            stage.book.put(
                Scene.rule("high", Scene.above(100), THREE_SECONDS, THREE_SECONDS),
                stage.scene.instant()))
        .isEmpty();
    assertThat(stage.prices(102)).isEmpty();
  }

  @Test
  void anAlertIsOverWhenItsConditionChanges() {
    stage.put(Scene.rule("high", Scene.above(100)));
    stage.prices(101);

    assertThat(stage.book.put(Scene.rule("high", Scene.above(200)), stage.scene.instant()))
        .extracting(change -> change.alert().message())
        .containsExactly("the rule was changed");
    assertThat(stage.book.open()).isEmpty();
  }
}
