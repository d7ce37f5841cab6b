package io.finstage.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.metrics.FeedReading.State;
import io.finstage.server.metrics.slo.EventCounts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourceSecondsTest {

  private static final Duration YOUNG = Duration.ofMillis(10);

  private static EventCounts second(State state, Optional<Duration> age) {
    FeedReading feed = new FeedReading("a", state, age, 0, Map.of(), "");
    return new SourceSeconds(() -> List.of(feed), Duration.ofSeconds(5)).get();
  }

  @Test
  void aSourceWhoseTicksAreYoungHasAGoodSecond() {
    assertThat(second(State.EMITTING, Optional.of(YOUNG))).isEqualTo(new EventCounts(1, 0));
  }

  @Test
  void oldTicksAreABadSecond() {
    assertThat(second(State.EMITTING, Optional.of(Duration.ofSeconds(6))))
        .isEqualTo(new EventCounts(1, 1));
  }

  @Test
  void aMuteSourceHasABadSecond() {
    assertThat(second(State.MUTE, Optional.of(YOUNG))).isEqualTo(new EventCounts(1, 1));
  }

  @Test
  void whatHasNoAgeIsNotCounted() {
    assertThat(second(State.EMITTING, Optional.empty())).isEqualTo(EventCounts.NONE);
    assertThat(second(State.FINISHED, Optional.empty())).isEqualTo(EventCounts.NONE);
  }

  @Test
  void secondsAddUp() {
    FeedReading feed = new FeedReading("a", State.MUTE, Optional.empty(), 0, Map.of(), "");
    SourceSeconds seconds = new SourceSeconds(() -> List.of(feed, feed), YOUNG);
    seconds.get();

    assertThat(seconds.get()).isEqualTo(new EventCounts(4, 4));
  }
}
