package io.finstage.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class RequestMeterTest {

  private final RequestMeter meter = new RequestMeter();

  @Test
  void requestsOfOneMethodAreCountedByCode() {
    meter.ended("finstage.v1.PriceService", "GetPrices", "OK", 1_000_000);
    meter.ended("finstage.v1.PriceService", "GetPrices", "OK", 2_000_000);
    meter.ended("finstage.v1.PriceService", "GetPrices", "NOT_FOUND", 3_000_000);

    assertThat(meter.read())
        .singleElement()
        .satisfies(reading -> {
          assertThat(reading.method()).isEqualTo("GetPrices");
          assertThat(reading.requests()).containsOnly(entry("OK", 2L), entry("NOT_FOUND", 1L));
          assertThat(reading.durations().sumSeconds()).isEqualTo(0.006);
        });
  }

  @Test
  void aDurationOnABoundCountsInThatBucketAndAboveTheLastInTheOpenOne() {
    meter.ended("s", "m", "OK", 1_000_000);
    meter.ended("s", "m", "OK", 7_200_000_000_000L);

    Histogram durations = meter.read().getFirst().durations();
    assertThat(durations.counts().getFirst()).isEqualTo(1);
    assertThat(durations.counts().getLast()).isEqualTo(1);
  }

  @Test
  void aCodeThatIsNoneCountsAsUnknown() {
    meter.ended("s", "m", "I_MADE_THIS_UP", 1);

    assertThat(meter.read().getFirst().requests()).containsOnly(entry("UNKNOWN", 1L));
  }

  @Test
  void methodsBeyondTheLimitCountAsOther() {
    for (int i = 0; i < RequestMeter.METHODS_MAX + 50; i++) {
      meter.ended("s", "m" + i, "OK", 1);
    }

    assertThat(meter.read()).hasSize(RequestMeter.METHODS_MAX + 1);
    assertThat(meter.read())
        .filteredOn(reading -> reading.method().equals("other"))
        .singleElement()
        .satisfies(other -> assertThat(other.requests()).containsOnly(entry("OK", 50L)));
  }
}
