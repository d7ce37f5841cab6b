package io.finstage.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Live indicators through the whole server, which has one core: ticks come in over {@code
 * PublishPrices}, become bars and indicators, and go out to a few subscribers. The window holds the
 * turn of a minute, at which all bars close.
 */
final class LiveWireCase {

  private static final int BARS = 250;
  private static final int HEAP_MEGABYTES = 768;
  private static final int SECONDS = 60;
  private static final String CLIENT_CORE = "1";
  private static final List<String> CLIENT_JVM = List.of("-XX:+UseG1GC", "-Xms256m", "-Xmx256m");

  private LiveWireCase() {}

  static String run(BenchOptions options, Wire wire) throws IOException, InterruptedException {
    String name = "live-" + wire.name().toLowerCase(Locale.ROOT);
    List<Measurement> rounds = new ArrayList<>();
    for (int round = 0; round < options.rounds(); round++) {
      Measurement measured = measure(options, wire, name);
      System.err.println(row(List.of(measured)));
      rounds.add(measured);
    }
    return "### "
        + name
        + "\n\n| updates/s | of all | CPU us | server / client busy | p50 ms | p99 ms | p99.9 ms |"
        + " max ms | gaps | closed |\n|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n"
        + row(rounds);
  }

  private static Measurement measure(BenchOptions options, Wire wire, String name)
      throws IOException, InterruptedException {
    StoredBars bars =
        StoredBars.imported(
            new StoredBars.Plan(
                LiveClient.SYMBOLS,
                BARS,
                LiveClient.INTERVAL,
                Duration.ofMinutes(1),
                Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(BARS))),
            options);
    try (RunningServer server =
        RunningServer.startOnOneCore(
            options,
            name,
            HEAP_MEGABYTES,
            List.of("--data.dir=" + bars.folder(), "--feed.source=none"))) {
      List<String> command = new ArrayList<>(List.of("taskset", "-c", CLIENT_CORE));
      command.addAll(RunningServer.java(CLIENT_JVM, LiveClient.class));
      command.add(wire.name());
      command.add(Integer.toString(server.port()));
      command.add(Long.toString(server.pid()));
      command.add(Integer.toString(options.warmUpSeconds()));
      command.add(Integer.toString(options.seconds() > 0 ? options.seconds() : SECONDS));
      return LoadClient.results(command).getFirst();
    }
  }

  private static String row(List<Measurement> rounds) {
    double all = (double) LiveClient.TICKS_PER_SECOND * LiveClient.TWENTY.size();
    return String.format(
        Locale.ROOT,
        "| %,.0f | %.0f %% | %.2f | %.0f %% / %.0f %% | %.2f | %.2f | %.2f | %.1f | %.0f | %.0f |%n",
        median(rounds, Measurement::deliveriesPerSecond),
        100 * median(rounds, Measurement::deliveriesPerSecond) / all,
        median(rounds, Measurement::cpuMicrosPerDelivery),
        median(rounds, m -> 100 * m.serverCpuSeconds() / m.seconds()),
        median(rounds, m -> 100 * m.clientCpuSeconds() / m.seconds()),
        median(rounds, Measurement::p50) / 1e3,
        median(rounds, Measurement::p99) / 1e3,
        median(rounds, Measurement::p999) / 1e3,
        median(rounds, Measurement::max) / 1e3,
        median(rounds, Measurement::gaps),
        median(rounds, Measurement::closed));
  }

  private static double median(List<Measurement> rounds, ToDoubleFunction<Measurement> of) {
    return Tables.median(rounds.stream().mapToDouble(of));
  }
}
