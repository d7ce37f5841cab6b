package io.finstage.server.metrics.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {

  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  @TempDir private Path data;

  @Test
  void theSecondLookKnowsWhatThisProcessUsed() {
    Machine machine = new Machine(data);
    machine.look(START);
    machine.look(START.plusSeconds(1));

    MachineStats stats = machine.stats();
    assertThat(stats.processCpuPercent()).isBetween(0.0, 100.0);
    assertThat(stats.memoryUsedBytes()).isBetween(1e6, stats.memoryTotalBytes());
    assertThat(stats.processMemoryBytes()).isBetween(1e6, stats.memoryTotalBytes());
    assertThat(stats.openDescriptors()).isBetween(1.0, stats.descriptorsMax());
    assertThat(stats.dataFreeBytes()).isPositive();
  }

  @Test
  void beforeTheFirstLookNothingIsKnown() {
    assertThat(new Machine(data).stats().cpuPercent()).isNaN();
  }
}
