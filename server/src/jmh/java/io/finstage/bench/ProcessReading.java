package io.finstage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux says of a process.
 *
 * @param cpuSeconds user and system time of all its threads so far, in steps of 10 ms
 * @param rssMegabytes resident now
 */
record ProcessReading(double cpuSeconds, double rssMegabytes) {

  /** Clock ticks per second in /proc; 100 on every Linux that a JVM is likely to meet. */
  private static final double TICKS = 100;

  static ProcessReading of(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    // The name of the process stands in parentheses and may hold spaces.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    double cpu = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
    double rss =
        Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
            .findFirst()
            .orElse(0);
    return new ProcessReading(cpu, rss);
  }
}
