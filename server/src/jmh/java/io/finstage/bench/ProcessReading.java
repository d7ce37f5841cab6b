package io.finstage.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

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

  /** CPU seconds so far by kind of thread, as in "C2 CompilerThre"; what a name ends in counts. */
  static Map<String, Double> threads(long pid) throws IOException {
    Map<String, Double> seconds = new TreeMap<>();
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (Path task : tasks) {
        String stat = Files.readString(task.resolve("stat"));
        String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        double cpu = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
        seconds.merge(name.replaceAll("[-#0-9]+$", ""), cpu, Double::sum);
      }
    }
    return seconds;
  }
}
