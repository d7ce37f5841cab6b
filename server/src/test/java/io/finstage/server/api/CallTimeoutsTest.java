package io.finstage.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallTimeoutsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1u",
    "0, 1000001, 1001u",
    "5, 0, 5000000u",
    "99, 0, 99000m",
    "99, 1, 99001m",
    "99998, 999999999, 99999000m",
    "99999, 1, 99999S",
    "315576000000, 0, 99999999S"
  })
  void aTimeIsRoundedUpToWhatEightDigitsCanSay(long seconds, int nanos, String header) {
    assertThat(CallTimeouts.header(duration(seconds, nanos))).isEqualTo(header);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "-1, 0", "0, -1", "1, -1", "1, 1000000000"})
  void aTimeMustBeAboveZeroAndWellFormed(long seconds, int nanos) {
    assertThat(CallTimeouts.isValid(duration(seconds, nanos))).isFalse();
  }

  private static Duration duration(long seconds, int nanos) {
    return Duration.newBuilder().setSeconds(seconds).setNanos(nanos).build();
  }
}
