package io.finstage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

  @Test
  void doublesItsBoundUpToTheLongestDelay() {
    assertThat(BACKOFF.delay(1, FeedFixture.LONGEST)).isEqualTo(Duration.ofMillis(100));
    assertThat(BACKOFF.delay(2, FeedFixture.LONGEST)).isEqualTo(Duration.ofMillis(200));
    assertThat(BACKOFF.delay(6, FeedFixture.LONGEST)).isEqualTo(Duration.ofMillis(3200));
    assertThat(BACKOFF.delay(7, FeedFixture.LONGEST)).isEqualTo(Duration.ofSeconds(5));
    assertThat(BACKOFF.delay(Integer.MAX_VALUE, FeedFixture.LONGEST))
        .isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void spreadsItsDelaysFromZeroToTheBound() {
    Random random = new Random(20131007);
    long[] quarters = new long[4];
    for (int i = 0; i < 4000; i++) {
      long nanos = BACKOFF.delay(1, random).toNanos();
      quarters[(int) Math.min(3, nanos / 25_000_000)]++;
    }
    assertThat(LongStream.of(quarters).boxed()).allMatch(count -> count > 900 && count < 1100);
  }

  @Test
  void refusesBoundsThatMakeNoSense() {
    assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
