package io.finstage.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DerivationsTest {

  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  private final Derivations derivations = new Derivations();

  private Map<String, Double> counted(int second, double count) {
    Samples samples = new Samples(10);
    samples.counter("a_total", "").sample(count, "k", "v");
    return derivations.of(START.plusSeconds(second), samples);
  }

  private Map<String, Double> timed(int second, long fast, long slow) {
    Samples samples = new Samples(10);
    samples
        .histogram("b_seconds", "")
        .buckets(new Histogram(List.of(1.0, 3.0), List.of(fast, slow, 0L), 0));
    return derivations.of(START.plusSeconds(second), samples);
  }

  @Test
  void aRateIsTheDifferenceOfTheLastTenSeconds() {
    counted(0, 1000);
    counted(5, 2000);
    counted(10, 2050);

    assertThat(counted(15, 2100)).containsExactly(entry("a_total:rate{k=\"v\"}", 10.0));
  }

  @Test
  void theFirstLookHasNoRate() {
    assertThat(counted(0, 1000)).isEmpty();
  }

  @Test
  void aCounterThatWasNotThereCountsFromZero() {
    derivations.of(START, new Samples(10));

    assertThat(counted(10, 30)).containsEntry("a_total:rate{k=\"v\"}", 3.0);
  }

  @Test
  void quantilesLieOnAStraightLineWithinTheBucketOfWhatCameLately() {
    timed(0, 1000, 0);

    assertThat(timed(60, 1050, 50))
        .containsEntry("b_seconds:p50", 1.0)
        .containsEntry("b_seconds:p99", 1.0 + 2 * 0.98);
  }

  @Test
  void whatIsOlderThanAMinuteHasNoPartInAQuantile() {
    for (int second = 0; second <= 70; second += 5) {
      timed(second, 1000, 0);
    }

    assertThat(timed(71, 1000, 0)).doesNotContainKey("b_seconds:p99");
  }
}
