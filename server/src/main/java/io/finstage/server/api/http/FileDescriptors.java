package io.finstage.server.api.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Whether this process may open as many files as its connections need. When accept fails for want
 * of a descriptor, the listener closes for good, so this must be known before it starts.
 */
public final class FileDescriptors {

  /** For jars, databases, logs, upstream connections and the admin listener. */
  static final int RESERVE = 256;

  private FileDescriptors() {}

  /** What {@code ulimit -n} is for this process; empty where there is no such limit. */
  public static OptionalLong max() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? OptionalLong.of(unix.getMaxFileDescriptorCount())
        : OptionalLong.empty();
  }

  /** A sentence for who starts the server if {@code descriptorsMax} is too low; else empty. */
  public static Optional<String> shortage(int connectionsMax, long descriptorsMax) {
    long needed = (long) connectionsMax + ConnectionGuard.REFUSALS_MAX + RESERVE;
    if (descriptorsMax >= needed) {
      return Optional.empty();
    }
    long affordable = Math.max(1, descriptorsMax - ConnectionGuard.REFUSALS_MAX - RESERVE);
    return Optional.of(
        "server.connections-max is %d, but this process may open only %d files (ulimit -n)."
                .formatted(connectionsMax, descriptorsMax)
            + " Raise the limit to at least %d, or set server.connections-max to %d or less."
                .formatted(needed, affordable));
  }
}
