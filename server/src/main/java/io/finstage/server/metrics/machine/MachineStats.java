package io.finstage.server.metrics.machine;

/**
 * Readings of the machine and this process. NaN: it cannot be read here.
 *
 * @param cpuPercent of all processors, 0 to 100, since the look before
 * @param memoryUsedBytes of the machine, without what can be had back at once
 * @param load1m runnable threads, the mean of a minute; may be above the processors
 * @param diskReadBytes since the machine started, all disks
 * @param networkReceivedBytes since the machine started, all interfaces but the loopback
 * @param processCpuPercent of this process, 100 are all processors
 * @param processMemoryBytes resident
 * @param openDescriptors of this process
 * @param descriptorsMax that it may open
 * @param dataFreeBytes room where the server keeps its data
 */
public record MachineStats(
    double cpuPercent,
    double memoryUsedBytes,
    double memoryTotalBytes,
    double load1m,
    double diskReadBytes,
    double diskWrittenBytes,
    double networkReceivedBytes,
    double networkSentBytes,
    double processCpuPercent,
    double processMemoryBytes,
    double openDescriptors,
    double descriptorsMax,
    double dataFreeBytes) {

  /** Before the first look. */
  static final MachineStats UNKNOWN =
      new MachineStats(
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN);
}
