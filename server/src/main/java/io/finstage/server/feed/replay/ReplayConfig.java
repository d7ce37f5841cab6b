package io.finstage.server.feed.replay;

import java.nio.file.Path;

/**
 * Settings of a replay.
 *
 * @param file CSV, or gzip of it when the name ends in {@code .gz}
 * @param speed how fast recorded time passes
 * @param loop whether it starts again at the end
 * @param rowBytesMax longest row; a longer one is refused and skipped
 * @param refusalsLogged how many refused rows of a pass are logged, the rest are only counted
 */
public record ReplayConfig(
    Path file, ReplaySpeed speed, boolean loop, int rowBytesMax, int refusalsLogged) {

  public ReplayConfig {
    if (rowBytesMax < 64 || rowBytesMax > 1 << 20) {
      throw new IllegalArgumentException(
          "feed.replay.row-bytes-max must be 64 to 1048576, not " + rowBytesMax);
    }
    if (refusalsLogged < 0) {
      throw new IllegalArgumentException(
          "feed.replay.refusals-logged must not be negative, not " + refusalsLogged);
    }
  }

  /** At most 1024 bytes in a row, the first five refused rows logged. */
  public static ReplayConfig of(Path file, ReplaySpeed speed, boolean loop) {
    return new ReplayConfig(file, speed, loop, 1024, 5);
  }
}
