package io.finstage.server.metrics.machine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.TickType;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HWDiskStore;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;
import oshi.software.os.OSProcess;

/** The machine as OSHI reads it. No call waits for a span to pass. Not thread-safe. */
final class HardwareProbe {

  private static final Logger LOG = System.getLogger(HardwareProbe.class.getName());

  private final CentralProcessor processor;
  private final GlobalMemory memory;
  private final List<HWDiskStore> disks;
  private final List<NetworkIF> interfaces;
  private final OSProcess process;
  private long[] ticks;

  private HardwareProbe(SystemInfo system) {
    HardwareAbstractionLayer hardware = system.getHardware();
    processor = hardware.getProcessor();
    memory = hardware.getMemory();
    disks = hardware.getDiskStores();
    interfaces = hardware.getNetworkIFs();
    process = system.getOperatingSystem().getCurrentProcess();
    ticks = processor.getSystemCpuLoadTicks();
  }

  /** Empty where OSHI does not work; the log says why. */
  static Optional<HardwareProbe> open() {
    try {
      return Optional.of(new HardwareProbe(new SystemInfo()));
    } catch (LinkageError | RuntimeException e) {
      LOG.log(Level.WARNING, "the machine cannot be read; its readings are missing", e);
      return Optional.empty();
    }
  }

  /** Since the call before, 0 to 100; NaN when too little time has passed. */
  double cpuPercent() {
    long[] before = ticks;
    ticks = processor.getSystemCpuLoadTicks();
    return CpuShare.percent(before, ticks, TickType.IDLE.getIndex(), TickType.IOWAIT.getIndex());
  }

  double memoryTotalBytes() {
    return memory.getTotal();
  }

  double memoryUsedBytes() {
    return memory.getTotal() - memory.getAvailable();
  }

  /** NaN where the system has no such thing. */
  double load1m() {
    double load = processor.getSystemLoadAverage(1)[0];
    return load < 0 ? Double.NaN : load;
  }

  /** Reads what the methods below give. */
  void lookAtDevices() {
    disks.forEach(HWDiskStore::updateAttributes);
    interfaces.forEach(NetworkIF::updateAttributes);
    process.updateAttributes();
  }

  double diskReadBytes() {
    return sum(disks, HWDiskStore::getReadBytes);
  }

  double diskWrittenBytes() {
    return sum(disks, HWDiskStore::getWriteBytes);
  }

  double networkReceivedBytes() {
    return sum(interfaces, NetworkIF::getBytesRecv);
  }

  double networkSentBytes() {
    return sum(interfaces, NetworkIF::getBytesSent);
  }

  double processMemoryBytes() {
    return process.getResidentSetSize();
  }

  private static <T> double sum(List<T> devices, ToLongFunction<T> bytes) {
    return devices.stream().mapToLong(bytes).sum();
  }
}
