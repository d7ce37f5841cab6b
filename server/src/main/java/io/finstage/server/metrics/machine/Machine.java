package io.finstage.server.metrics.machine;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Reads the machine by OSHI and this process by its JVM. Each look reads counts that are there and
 * takes the difference to the look before: none waits for a span to pass. What costs more (disks,
 * interfaces, descriptors) is looked at every {@link #RARELY}.
 *
 * <p>{@link #look} is for one thread; {@link #stats} for any. What cannot be read is NaN.
 */
public final class Machine {

  static final Duration RARELY = Duration.ofSeconds(5);

  private static final double PERCENT = 100;

  private final OperatingSystemMXBean jvm =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final File data;
  private boolean opened;
  private Optional<HardwareProbe> probe = Optional.empty();
  private Instant lookedAt = Instant.MIN;
  private Instant devicesAt = Instant.MIN;
  private long cpuNanos;
  private volatile MachineStats stats = MachineStats.UNKNOWN;

  /**
   * @param data folder where the server keeps its data
   */
  public Machine(Path data) {
    this.data = data.toFile();
  }

  /** As of the last look. */
  public MachineStats stats() {
    return stats;
  }

  /** Looks; the first time it takes some 100 ms, because OSHI is loaded. */
  public void look(Instant now) {
    Optional<HardwareProbe> hardware = hardware();
    boolean devices = devicesAt.equals(Instant.MIN) || !now.isBefore(devicesAt.plus(RARELY));
    if (devices) {
      hardware.ifPresent(HardwareProbe::lookAtDevices);
      devicesAt = now;
    }
    MachineStats before = stats;
    stats =
        new MachineStats(
            read(hardware, HardwareProbe::cpuPercent),
            read(hardware, HardwareProbe::memoryUsedBytes),
            read(hardware, HardwareProbe::memoryTotalBytes),
            read(hardware, HardwareProbe::load1m),
            read(hardware, HardwareProbe::diskReadBytes),
            read(hardware, HardwareProbe::diskWrittenBytes),
            read(hardware, HardwareProbe::networkReceivedBytes),
            read(hardware, HardwareProbe::networkSentBytes),
            processCpuPercent(now),
            read(hardware, HardwareProbe::processMemoryBytes),
            devices ? openDescriptors() : before.openDescriptors(),
            devices ? descriptorsMax() : before.descriptorsMax(),
            devices ? data.getUsableSpace() : before.dataFreeBytes());
  }

  /** Opened by the first look, since it takes its time; tried once. */
  private Optional<HardwareProbe> hardware() {
    if (!opened) {
      opened = true;
      probe = HardwareProbe.open();
    }
    return probe;
  }

  private double processCpuPercent(Instant now) {
    long before = cpuNanos;
    Instant beforeAt = lookedAt;
    cpuNanos = jvm.getProcessCpuTime();
    lookedAt = now;
    if (beforeAt.equals(Instant.MIN) || !beforeAt.isBefore(now)) {
      return Double.NaN;
    }
    double available =
        (double) Duration.between(beforeAt, now).toNanos() * jvm.getAvailableProcessors();
    return Math.clamp(PERCENT * (cpuNanos - before) / available, 0, PERCENT);
  }

  private double openDescriptors() {
    return jvm instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : Double.NaN;
  }

  private double descriptorsMax() {
    return jvm instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : Double.NaN;
  }

  private static double read(
      Optional<HardwareProbe> hardware, ToDoubleFunction<HardwareProbe> reading) {
    return hardware.map(reading::applyAsDouble).orElse(Double.NaN);
  }
}
