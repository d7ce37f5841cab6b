package io.finstage.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
  private static final int STEP = 5;

  private final History history = new History(2);

  private void offer(int second, Map<String, Double> values) {
    history.offer(START.plusSeconds(second), values);
  }

  private History.View all() {
    return history.view(Instant.EPOCH, History.STEPS, name -> true);
  }

  @Test
  void keepsOneValuePerStep() {
    offer(0, Map.of("a", 1.0));
    offer(3, Map.of("a", 2.0));
    offer(5, Map.of("a", 3.0));

    assertThat(all().times()).containsExactly(START, START.plusSeconds(5));
    assertThat(all().series().get("a")).containsExactly(1, 3);
  }

  @Test
  void aLookThatComesALittleEarlyIsTheOneThatWasDue() {
    history.offer(START, Map.of("a", 1.0));
    for (int i = 1; i <= 10; i++) {
      history.offer(START.plusSeconds(i).minusMillis(i), Map.of("a", 2.0));
    }

    assertThat(all().times())
        .containsExactly(
            START, START.plusSeconds(5).minusMillis(5), START.plusSeconds(10).minusMillis(10));
  }

  @Test
  void holdsAnHourAndForgetsTheOldest() {
    for (int i = 0; i < History.STEPS + 10; i++) {
      offer(i * STEP, Map.of("a", (double) i));
    }

    assertThat(all().times()).hasSize(History.STEPS);
    assertThat(all().series().get("a")).startsWith(10).endsWith(History.STEPS + 9);
  }

  @Test
  void whereThereWasNoValueThereIsNaN() {
    offer(0, Map.of("a", 1.0));
    offer(5, Map.of("b", 2.0));

    assertThat(all().series().get("a")).containsExactly(1, Double.NaN);
    assertThat(all().series().get("b")).containsExactly(Double.NaN, 2);
  }

  @Test
  void aReadingForWhichThereIsNoRoomIsLeftOutUntilAnotherIsGoneForAnHour() {
    offer(0, Map.of("a", 1.0, "b", 2.0));
    for (int i = 1; i <= History.STEPS; i++) {
      offer(i * STEP, Map.of("b", 2.0, "c", 3.0));
    }

    assertThat(all().series()).containsOnlyKeys("b", "c");
    assertThat(all().series().get("c")).startsWith(Double.NaN, Double.NaN).endsWith(3);
  }

  @Test
  void fewerPointsAreMeansOfWhatTheyStandFor() {
    for (int i = 0; i < 5; i++) {
      offer(i * STEP, Map.of("a", (double) i));
    }

    History.View view = history.view(Instant.EPOCH, 3, name -> true);

    assertThat(view.times()).containsExactly(START, START.plusSeconds(10), START.plusSeconds(20));
    assertThat(view.series().get("a")).containsExactly(0, 1.5, 3.5);
  }

  @Test
  void onlyWhatIsAskedForComesBack() {
    offer(0, Map.of("a", 1.0, "b", 2.0));
    offer(5, Map.of("a", 1.0, "b", 2.0));

    History.View view = history.view(START, History.STEPS, "b"::equals);

    assertThat(view.times()).containsExactly(START.plusSeconds(5));
    assertThat(view.series()).containsOnlyKeys("b");
  }
}
