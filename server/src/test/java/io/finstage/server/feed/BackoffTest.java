package io.finstage.server.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private final Backoff backoff = Backoff.fullJitter(Duration.ofSeconds(1), Duration.ofSeconds(20));

  @Test
  void doublesItsCeilingUpToTheMaximum() {
    RandomGenerator almostOne = drawing(Math.nextDown(1.0));
    assertThat(backoff.after(1, almostOne)).isCloseTo(Duration.ofSeconds(1), Duration.ofNanos(9));
    assertThat(backoff.after(3, almostOne)).isCloseTo(Duration.ofSeconds(4), Duration.ofNanos(9));
    assertThat(backoff.after(6, almostOne)).isCloseTo(Duration.ofSeconds(20), Duration.ofNanos(9));
  }

  @Test
  void staysAtTheMaximumHoweverOftenItFails() {
    assertThat(backoff.after(Integer.MAX_VALUE, drawing(0.5))).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void neverWaitsLessThanATenthOfTheBase() {
    assertThat(backoff.after(5, drawing(0))).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void spreadsTheWaitsOverTheWholeRange() {
    RandomGenerator random = new SplittableRandom(11);
    double mean =
        random
            .longs(10_000)
            .mapToObj(_ -> backoff.after(4, random))
            .mapToLong(Duration::toMillis)
            .average()
            .orElseThrow();
    assertThat(mean).isBetween(3_800.0, 4_200.0);
  }

  @Test
  void refusesAMaximumBelowItsBase() {
    assertThatThrownBy(() -> Backoff.fullJitter(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT1S");
  }

  private static RandomGenerator drawing(double value) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        return 0;
      }

      @Override
      public double nextDouble() {
        return value;
      }
    };
  }
}
