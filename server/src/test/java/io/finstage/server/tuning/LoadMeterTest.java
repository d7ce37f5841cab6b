package io.finstage.server.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadMeterTest {

  private static final List<Double> BOUNDS = List.of(0.1, 0.2, 0.4);
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final LoadMeter meter = new LoadMeter(0.3);

  @Test
  void countsCompletionsWithinTheObjectivePerSecond() {
    meter.end(load(List.of(10L, 10L, 10L, 10L), 0, 0, 0), TEN_SECONDS);

    Window window =
        meter.end(load(List.of(60L, 60L, 30L, 20L), 0, 0, 0), TEN_SECONDS).orElseThrow();

    // 50 and 50, half of the 20 between 0.2 and 0.4 s, none of the 10 above.
    assertThat(window.score()).isCloseTo(11, within(1e-9));
  }

  @Test
  void readsTheP99OffTheHistogram() {
    meter.end(load(List.of(0L, 0L, 0L, 0L), 0, 0, 0), TEN_SECONDS);

    Window window = meter.end(load(List.of(980L, 0L, 20L, 0L), 0, 0, 0), TEN_SECONDS).orElseThrow();

    assertThat(window.p99()).isCloseTo(0.3, within(1e-9));
  }

  @Test
  void doesNotCountWhatFailed() {
    meter.end(load(List.of(0L, 0L, 0L, 0L), 0, 0, 0), TEN_SECONDS);

    Window window = meter.end(load(List.of(200L, 0L, 0L, 0L), 50, 0, 0), TEN_SECONDS).orElseThrow();

    assertThat(window.score()).isCloseTo(15, within(1e-9));
  }

  @Test
  void saysNothingOfAWindowInWhichTooLittleHappened() {
    meter.end(load(List.of(0L, 0L, 0L, 0L), 0, 0, 0), TEN_SECONDS);

    assertThat(meter.end(load(List.of(99L, 0L, 0L, 0L), 0, 0, 0), TEN_SECONDS)).isEmpty();
  }

  @Test
  void seesHowMuchOfTheLimitIsTakenWithThoseThatWait() {
    Load begin = load(List.of(0L, 0L, 0L, 0L), 0, 0, 0);
    meter.end(begin, TEN_SECONDS);
    meter.sample(load(List.of(0L, 0L, 0L, 0L), 0, 5, 0), 10);
    meter.sample(load(List.of(0L, 0L, 0L, 0L), 0, 5, 30), 10);

    Window window = meter.end(load(List.of(200L, 0L, 0L, 0L), 0, 0, 0), TEN_SECONDS).orElseThrow();

    assertThat(window.use()).isCloseTo(0.75, within(1e-9));
  }

  private static Load load(List<Long> counts, long failed, long inFlight, long waiting) {
    return new Load(BOUNDS, counts, failed, inFlight, waiting);
  }
}
