package io.finstage.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProbesTest {

  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final BookStage stage = new BookStage();
  private final Scene scene = stage.scene;

  @Test
  void aReadingThatDoesNotChangeIsAbsent() {
    stage.put(
        Scene.rule(
            "still", new AlertCondition.ReadingAbsence("finstage_ticks_total", TEN_SECONDS)));
    List<String> told = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      scene.readings.put("finstage_ticks_total", (double) i);
      told.addAll(stage.look());
    }
    assertThat(told).isEmpty();

    assertThat(stage.look(9)).isEmpty();
    assertThat(stage.look()).containsExactly("finstage_ticks_total FIRING 1");
    scene.readings.put("finstage_ticks_total", 21.0);
    assertThat(stage.look()).containsExactly("finstage_ticks_total RESOLVED 2");
  }

  @Test
  void aReadingThatIsNeverThereIsAbsent() {
    stage.put(Scene.rule("none", new AlertCondition.ReadingAbsence("finstage_none", TEN_SECONDS)));

    assertThat(stage.look(10)).isEmpty();
    assertThat(stage.look()).containsExactly("finstage_none FIRING 1");
    scene.readings.put("finstage_none{a=\"b\"}", 1.0);
    assertThat(stage.look()).containsExactly("finstage_none RESOLVED 2");
  }

  @Test
  void aReadingThatGoesAwayIsAbsent() {
    stage.put(Scene.rule("gone", new AlertCondition.ReadingAbsence("finstage_x", TEN_SECONDS)));
    scene.readings.put("finstage_x", 1.0);
    stage.look();
    scene.readings.clear();

    assertThat(stage.look(9)).isEmpty();
    assertThat(stage.look()).containsExactly("finstage_x FIRING 1");
  }

  @Test
  void aSourceThatEmitsNothingIsMuteUnlessItMayBe() {
    stage.put(Scene.rule("mute", new AlertCondition.SourceAbsence("*", TEN_SECONDS)));
    scene.source("live", 5, false);
    scene.source("replay", 5, true);
    scene.source("publish", 5, false);

    assertThat(stage.look(10)).isEmpty();
    assertThat(stage.look()).containsExactly("live FIRING 1");
    scene.source("live", 6, false);
    assertThat(stage.look()).containsExactly("live RESOLVED 2");
  }

  @Test
  void aMuteSourceThatWasNamedMayBeOneThatOthersPushInto() {
    stage.put(Scene.rule("mute", new AlertCondition.SourceAbsence("publish", TEN_SECONDS)));
    scene.source("publish", 5, false);

    assertThat(stage.look(11)).containsExactly("publish FIRING 1");
  }

  @Test
  void aRateIsTakenOverItsWholeWindow() {
    stage.put(
        Scene.rule(
            "fast",
            new AlertCondition.RateOfChange("finstage_total", TEN_SECONDS, Comparison.ABOVE, 1.9)));
    List<String> told = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      scene.readings.put("finstage_total", i < 15 ? 0.0 : (i - 14) * 2.0);
      told.addAll(stage.look());
      if (i == 23) {
        assertThat(told).isEmpty();
      }
    }

    assertThat(told).containsExactly("finstage_total FIRING 1");
  }

  @Test
  void aMoveIsTakenAgainstAnyPriceInTheWindow() {
    stage.put(
        Scene.rule("up", new AlertCondition.PercentMove(Scene.SPY, Duration.ofSeconds(5), 2)));

    assertThat(stage.prices(100, 99, 100, 100.9)).isEmpty();
    assertThat(stage.prices(101)).containsExactly("SPY FIRING 1");
    assertThat(stage.prices(101, 101)).isEmpty();
    assertThat(stage.prices(101)).containsExactly("SPY RESOLVED 2");
  }

  @Test
  void aFallIsAMoveBelowZero() {
    stage.put(
        Scene.rule("down", new AlertCondition.PercentMove(Scene.SPY, Duration.ofSeconds(5), -2)));

    assertThat(stage.prices(99, 101, 100, 99)).isEmpty();
    assertThat(stage.prices(98.9)).containsExactly("SPY FIRING 1");
  }

  @Test
  void aLongWindowTakesNoMoreRoomAndSeesTheSame() {
    SlidingWindow window = new SlidingWindow(Duration.ofHours(24));
    for (int i = 0; i < 100_000; i++) {
      window.add(scene.instant(), 1000.0 - i * 0.001);
      scene.pass(BookStage.SECOND);
    }

    assertThat(window.max()).isCloseTo(1000.0 - 13.6, org.assertj.core.data.Offset.offset(0.4));
    assertThat(window.min()).isEqualTo(1000.0 - 99.999);
  }

  @Test
  void theVolumeOfABarIsLookedAt() {
    stage.put(
        Scene.rule(
            "volume",
            new AlertCondition.VolumeLevel(
                Scene.SPY, io.finstage.server.market.Interval.M1, 1000)));
    scene.volume = 1000;
    assertThat(stage.look()).isEmpty();
    scene.volume = 1001;
    assertThat(stage.look()).containsExactly("SPY FIRING 1");
  }
}
