package io.finstage.server.metrics;

import io.finstage.server.metrics.slo.SloConfig;
import java.nio.file.Path;

/**
 * What is sampled and kept.
 *
 * @param enabled whether anything is sampled at all
 * @param readingsMax readings on the board, 1 or more; further ones are dropped and counted
 * @param historyMax readings whose last hour is kept, 1 or more; 6 KB each
 * @param data folder whose free room is a reading
 */
public record MonitorConfig(
    boolean enabled, int readingsMax, int historyMax, Path data, SloConfig slo) {

  public MonitorConfig {
    if (readingsMax < 1 || historyMax < 1) {
      throw new IllegalArgumentException(
          "readingsMax %d and historyMax %d".formatted(readingsMax, historyMax));
    }
  }
}
