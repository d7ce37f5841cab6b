package io.finstage.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The process's limit of open files against the connections it is to hold. A listener that runs out
 * of descriptors closes for good, so the limit is checked before it opens.
 */
final class DescriptorLimit {

  /** Kept free for jars, files, the listeners, and connections that are being refused. */
  static final int RESERVE = 256;

  private DescriptorLimit() {}

  /** What the operating system allows this process; empty where it does not say. */
  static OptionalLong ofThisProcess() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? OptionalLong.of(unix.getMaxFileDescriptorCount())
        : OptionalLong.empty();
  }

  /** What is wrong, and what to do about it; empty when the limit is high enough. */
  static Optional<String> problem(int connectionsMax, OptionalLong limit) {
    long needed = (long) connectionsMax + RESERVE;
    if (limit.isEmpty() || limit.getAsLong() >= needed) {
      return Optional.empty();
    }
    long possible = Math.max(1, limit.getAsLong() - RESERVE);
    return Optional.of(
        "server.connections-max is %d, but this process may open only %d files: raise the limit with `ulimit -n %d`, or set --server.connections-max=%d"
            .formatted(connectionsMax, limit.getAsLong(), needed, possible));
  }
}
