package io.finstage.server.metrics.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuShareTest {

  @Test
  void theShareIsWhatWasNotIdleBetweenTheTwoLooks() {
    long[] before = {100, 10, 50, 1000, 5};
    long[] after = {130, 10, 60, 1055, 10};

    assertThat(CpuShare.percent(before, after, 3, 4)).isEqualTo(40);
  }

  @Test
  void withoutATickThereIsNoShare() {
    long[] ticks = {100, 10, 50, 1000, 5};

    assertThat(CpuShare.percent(ticks, ticks, 3, 4)).isNaN();
  }
}
