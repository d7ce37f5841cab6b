package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DescriptorLimitTest {

  @Test
  void aLimitWithRoomForTheReserveIsEnough() {
    assertThat(DescriptorLimit.problem(10_000, OptionalLong.of(10_256))).isEmpty();
  }

  @Test
  void aLimitBelowThatNamesBothWaysOut() {
    assertThat(DescriptorLimit.problem(10_000, OptionalLong.of(1024)))
        .hasValue(
            "server.connections-max is 10000, but this process may open only 1024 files: raise the"
                + " limit with `ulimit -n 10256`, or set --server.connections-max=768");
  }

  @Test
  void whereNoLimitIsKnownNothingIsRefused() {
    assertThat(DescriptorLimit.problem(10_000, OptionalLong.empty())).isEmpty();
  }
}
