package io.finstage.server.metrics;

import io.finstage.server.metrics.machine.MachineStats;

/** The readings of the machine and this process, as families of the page. */
final class MachineFamilies {

  private MachineFamilies() {}

  static void write(Page page, MachineStats stats) {
    gauge(
        page,
        "finstage_system_cpu_percent",
        "Share of all processors that was busy in the last second.",
        stats.cpuPercent());
    gauge(
        page,
        "finstage_system_memory_used_bytes",
        "Memory of the machine that is in use, without what can be had back at once.",
        stats.memoryUsedBytes());
    gauge(
        page,
        "finstage_system_memory_total_bytes",
        "Memory of the machine.",
        stats.memoryTotalBytes());
    gauge(page, "finstage_system_load_1m", "Runnable threads, mean of a minute.", stats.load1m());
    counter(
        page,
        "finstage_system_disk_read_bytes_total",
        "Read from all disks since the machine started.",
        stats.diskReadBytes());
    counter(
        page,
        "finstage_system_disk_written_bytes_total",
        "Written to all disks since the machine started.",
        stats.diskWrittenBytes());
    counter(
        page,
        "finstage_system_network_received_bytes_total",
        "Received over all interfaces but the loopback since the machine started.",
        stats.networkReceivedBytes());
    counter(
        page,
        "finstage_system_network_sent_bytes_total",
        "Sent over all interfaces but the loopback since the machine started.",
        stats.networkSentBytes());
    gauge(
        page,
        "finstage_process_cpu_percent",
        "Share of all processors that this process used in the last second.",
        stats.processCpuPercent());
    gauge(
        page,
        "finstage_process_memory_bytes",
        "Resident memory of this process.",
        stats.processMemoryBytes());
    gauge(
        page,
        "finstage_process_open_descriptors",
        "Descriptors that this process has open.",
        stats.openDescriptors());
    gauge(
        page,
        "finstage_process_descriptors_max",
        "Descriptors that this process may have open.",
        stats.descriptorsMax());
    gauge(
        page,
        "finstage_data_free_bytes",
        "Room where the server keeps its data.",
        stats.dataFreeBytes());
  }

  private static void gauge(Page page, String name, String help, double value) {
    sample(page.gauge(name, help), value);
  }

  private static void counter(Page page, String name, String help, double value) {
    sample(page.counter(name, help), value);
  }

  /** A family without a sample says that it cannot be read here. */
  private static void sample(Page page, double value) {
    if (!Double.isNaN(value)) {
      page.sample(value);
    }
  }
}
