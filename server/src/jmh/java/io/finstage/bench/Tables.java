package io.finstage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Markdown of what was measured: medians over the rounds, ratios round by round. */
final class Tables {

  private Tables() {}

  /** The machine and the Java that the figures are from. */
  static String machine() throws IOException {
    String cpu =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 2))
            .findFirst()
            .orElse("unknown CPU");
    return "%s, %d cores, Linux %s, Java %s%n"
        .formatted(
            cpu,
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.version"),
            Runtime.version());
  }

  static String of(Scenario scenario, Map<Contestant, List<List<Measurement>>> runs) {
    StringBuilder out = new StringBuilder("### " + scenario.name() + "\n\n");
    if (scenario.stuck() == 0) {
      out.append(window("", scenario, runs, 0));
    } else {
      out.append(window("All read:\n\n", scenario, runs, 0));
      out.append(window(scenario.stuck() + " do not read:\n\n", scenario, runs, 1));
    }
    return out.toString();
  }

  /** One line while the run goes on. */
  static String progress(Scenario scenario, Contestant contestant, Measurement m) {
    return String.format(
        Locale.ROOT,
        "%-15s %-26s %,9.0f/s cpu %5.2f us p50 %6.2f p99 %6.2f p99.9 %6.2f max %7.2f ms"
            + " busy %3.0f/%3.0f %% rss %4.0f MB %.0f B gaps %d closed %d",
        scenario.name(),
        contestant.title(),
        m.deliveriesPerSecond(),
        m.cpuMicrosPerDelivery(),
        m.p50() / 1e3,
        m.p99() / 1e3,
        m.p999() / 1e3,
        m.max() / 1e3,
        100 * m.serverCpuSeconds() / m.seconds(),
        100 * m.clientCpuSeconds() / m.seconds(),
        m.rssMegabytes(),
        m.bytesPerDelivery(),
        m.gaps(),
        m.closed());
  }

  private static String window(
      String title, Scenario scenario, Map<Contestant, List<List<Measurement>>> runs, int index) {
    StringBuilder out = new StringBuilder(title);
    out.append(
        "| | deliveries/s | per CPU second | CPU us | p50 ms | p99 ms | p99.9 ms | max ms |");
    out.append(" RSS MB | bytes | server / client busy | closed |\n");
    out.append("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    runs.forEach((contestant, rounds) -> out.append(row(scenario, contestant, rounds, index)));
    return out.append('\n').append(ratios(runs, index)).toString();
  }

  private static String row(
      Scenario scenario, Contestant contestant, List<List<Measurement>> rounds, int index) {
    ToDoubleFunction<ToDoubleFunction<Measurement>> median =
        of -> median(rounds.stream().mapToDouble(r -> of.applyAsDouble(r.get(index))));
    // Behind a schedule that nobody can keep, a latency only says how long the window was.
    ToDoubleFunction<ToDoubleFunction<Measurement>> millis =
        of -> scenario.saturating() ? Double.NaN : median.applyAsDouble(of) / 1e3;
    return String.format(
            Locale.ROOT,
            "| %s | %,.0f | %,.0f | %.2f | %.2f | %.2f | %.2f | %.1f | %.0f | %.0f |"
                + " %.0f %% / %.0f %% | %.0f |%n",
            contestant.title(),
            median.applyAsDouble(Measurement::deliveriesPerSecond),
            median.applyAsDouble(Measurement::deliveriesPerCpuSecond),
            median.applyAsDouble(Measurement::cpuMicrosPerDelivery),
            millis.applyAsDouble(Measurement::p50),
            millis.applyAsDouble(Measurement::p99),
            millis.applyAsDouble(Measurement::p999),
            millis.applyAsDouble(Measurement::max),
            median.applyAsDouble(Measurement::rssMegabytes),
            median.applyAsDouble(Measurement::bytesPerDelivery),
            median.applyAsDouble(m -> 100 * m.serverCpuSeconds() / m.seconds()),
            median.applyAsDouble(m -> 100 * m.clientCpuSeconds() / m.seconds()),
            median.applyAsDouble(Measurement::closed))
        .replace("NaN", "");
  }

  /** The product against each peer, round by round. */
  private static String ratios(Map<Contestant, List<List<Measurement>>> runs, int index) {
    List<List<Measurement>> ours = runs.get(Contestant.FINSTAGE);
    if (ours == null || runs.size() < 2) {
      return "";
    }
    List<String> lines = new ArrayList<>();
    lines.add("| Finstage / peer, each round and median | per CPU second | CPU us | p99 |");
    lines.add("|---|---|---|---|");
    runs.forEach((contestant, theirs) -> {
      if (contestant != Contestant.FINSTAGE) {
        lines.add(
            "| %s | %s | %s | %s |"
                .formatted(
                    contestant.title(),
                    ratio(ours, theirs, index, Measurement::deliveriesPerCpuSecond),
                    ratio(ours, theirs, index, Measurement::cpuMicrosPerDelivery),
                    ratio(ours, theirs, index, Measurement::p99)));
      }
    });
    return String.join("\n", lines) + "\n\n";
  }

  private static String ratio(
      List<List<Measurement>> ours,
      List<List<Measurement>> theirs,
      int index,
      ToDoubleFunction<Measurement> of) {
    double[] ratios =
        IntStream.range(0, Math.min(ours.size(), theirs.size()))
            .mapToDouble(i ->
                of.applyAsDouble(ours.get(i).get(index))
                    / of.applyAsDouble(theirs.get(i).get(index)))
            .toArray();
    StringBuilder out = new StringBuilder();
    for (double ratio : ratios) {
      out.append(String.format(Locale.ROOT, "%.2f ", ratio));
    }
    return out + String.format(Locale.ROOT, "**%.2f**", median(DoubleStream.of(ratios)));
  }

  static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
