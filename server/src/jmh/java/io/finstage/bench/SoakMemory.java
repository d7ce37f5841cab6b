package io.finstage.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Memory of a server over its life: resident, and live heap after a full collection. */
final class SoakMemory {

  private static final Pattern LIVE = Pattern.compile("Total +\\d+ +(\\d+)");
  private static final double SECONDS_PER_HOUR = 3600;

  /** The first of a life is start-up: classes, compilers, first use of everything. */
  private static final double WARM_SHARE = 1.0 / 3;

  private record Sample(double seconds, double megabytes) {}

  private final List<Sample> resident = new ArrayList<>();
  private final List<Sample> live = new ArrayList<>();

  void readResident(long pid, double seconds) throws IOException {
    resident.add(new Sample(seconds, ProcessReading.of(pid).rssMegabytes()));
  }

  /** Collects all garbage and counts what is left, which stops the server meanwhile. */
  void readLive(long pid, double seconds) throws IOException, InterruptedException {
    Matcher total = LIVE.matcher(jcmd(pid, "GC.class_histogram"));
    if (total.find()) {
      live.add(new Sample(seconds, Long.parseLong(total.group(1)) / 1024.0 / 1024.0));
    }
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                command)
            .redirectErrorStream(true)
            .start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var _ = process.waitFor();
    return answer;
  }

  /** Two rows of a table. */
  String rows(String life) {
    return row(life + ", RSS", resident) + row(life + ", live heap", live);
  }

  private static String row(String name, List<Sample> samples) {
    if (samples.isEmpty()) {
      return "| " + name + " | | | | |\n";
    }
    double from = samples.getFirst().seconds;
    double warm = from + WARM_SHARE * (samples.getLast().seconds - from);
    List<Sample> later = samples.stream().filter(it -> it.seconds >= warm).toList();
    return String.format(
        Locale.ROOT,
        "| %s | %d | %.0f | %.0f | %+.0f |%n",
        name,
        samples.size(),
        samples.getFirst().megabytes,
        samples.getLast().megabytes,
        slope(later) * SECONDS_PER_HOUR);
  }

  /** Least squares, megabytes per second. */
  private static double slope(List<Sample> samples) {
    double x = samples.stream().mapToDouble(Sample::seconds).average().orElse(0);
    double y = samples.stream().mapToDouble(Sample::megabytes).average().orElse(0);
    double above = 0;
    double below = 0;
    for (Sample sample : samples) {
      above += (sample.seconds - x) * (sample.megabytes - y);
      below += (sample.seconds - x) * (sample.seconds - x);
    }
    return below == 0 ? 0 : above / below;
  }
}
