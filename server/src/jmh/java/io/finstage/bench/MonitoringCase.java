package io.finstage.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What it costs that the server watches itself: WebSocket subscribers beside it, with everything on
 * and a scraper that reads the page each second, and with nothing on. Turns of changing order, each
 * in a fresh process on a core of its own.
 *
 * <p>Off is {@code metrics.enabled=false}, by which nothing is sampled, judged or kept for an hour,
 * and rules and tuner have nothing to look at; {@code tuning.mode=off}; rules looked at once a
 * minute; and no scraper. The counters of the parts are always on.
 */
final class MonitoringCase {

  private static final int ROUNDS_PER_ROUND = 2;

  /** On one core what is compiled meanwhile would be all that is seen. */
  private static final int WARM_UP_SECONDS_MIN = 60;

  private static final List<String> OFF =
      List.of("--metrics.enabled=false", "--tuning.mode=off", "--alerts.interval=1m");
  private static final String CLIENT_CORE = "1";
  private static final List<String> CLIENT_JVM = List.of("-XX:+UseG1GC", "-Xms256m", "-Xmx256m");

  /** One turn. */
  private record Turn(boolean on, Measurement load, List<Double> scrapes) {}

  private final BenchOptions options;
  private final List<Turn> turns = new ArrayList<>();

  private MonitoringCase(BenchOptions options) {
    this.options = options;
  }

  static String run(BenchOptions options) throws IOException, InterruptedException {
    MonitoringCase run = new MonitoringCase(options);
    int rounds = ROUNDS_PER_ROUND * options.rounds() - 1;
    for (int round = 0; round < rounds; round++) {
      boolean onFirst = round % 2 == 0;
      run.turn(onFirst);
      run.turn(!onFirst);
    }
    return run.table();
  }

  private void turn(boolean on) throws IOException, InterruptedException {
    Scenario scenario = Scenario.MONITORED;
    RunningServer.Ports ports = RunningServer.Ports.free();
    List<String> arguments = new ArrayList<>(RunningServer.arguments(scenario));
    if (!on) {
      arguments.addAll(OFF);
    }
    try (RunningServer server =
            RunningServer.startOnOneCore(
                ports,
                options,
                scenario.name() + (on ? "-on" : "-off"),
                scenario.heapMegabytes(),
                arguments);
        Scraper scraper = new Scraper(ports.admin())) {
      if (on) {
        scraper.start();
      }
      List<String> command = new ArrayList<>(List.of("taskset", "-c", CLIENT_CORE));
      command.addAll(RunningServer.java(CLIENT_JVM, LoadClient.class));
      command.add(scenario.name());
      command.add(Integer.toString(server.port()));
      command.add(Long.toString(server.pid()));
      command.add(Integer.toString(Math.max(WARM_UP_SECONDS_MIN, options.warmUpSeconds())));
      command.add(Integer.toString(options.seconds() > 0 ? options.seconds() : scenario.seconds()));
      Measurement load = LoadClient.results(command).getFirst();
      Turn turn = new Turn(on, load, scraper.millis());
      System.err.print(row(on ? "on" : "off", load));
      turns.add(turn);
    }
  }

  private String table() {
    StringBuilder table =
        new StringBuilder(
            """
            ### monitoring

            | turn | deliveries/s | CPU us | p50 ms | p99 ms | p99.9 ms | max ms |
            |---|--:|--:|--:|--:|--:|--:|
            """);
    turns.forEach(turn -> table.append(row(turn.on ? "on" : "off", turn.load)));
    table.append("\nOn, as a multiple of off, pair by pair: ");
    ratio(table, "CPU", Measurement::cpuMicrosPerDelivery);
    ratio(table, "p50", Measurement::p50);
    ratio(table, "p99", Measurement::p99);
    ratio(table, "p99.9", Measurement::p999);
    List<Turn> on = turns.stream().filter(Turn::on).toList();
    double[] warm =
        on.stream()
            .flatMap(turn -> turn.scrapes.stream().skip(1))
            .mapToDouble(it -> it)
            .sorted()
            .toArray();
    table.append(
        String.format(
            Locale.ROOT,
            "%n%n| scrape | ms |%n|---|--:|%n| the first after a start, each turn | %s |%n"
                + "| warm, median of %d | %.1f |%n| warm, p99 | %.1f |%n| warm, longest | %.1f |%n",
            on.stream()
                .map(turn -> String.format(Locale.ROOT, "%.0f", turn.scrapes.getFirst()))
                .toList(),
            warm.length,
            warm[warm.length / 2],
            warm[warm.length * 99 / 100],
            warm[warm.length - 1]));
    return table.toString();
  }

  private void ratio(StringBuilder table, String name, ToDoubleFunction<Measurement> of) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i + 1 < turns.size(); i += 2) {
      Turn on = turns.get(i).on ? turns.get(i) : turns.get(i + 1);
      Turn off = turns.get(i).on ? turns.get(i + 1) : turns.get(i);
      ratios.add(of.applyAsDouble(on.load) / of.applyAsDouble(off.load));
    }
    table.append(
        String.format(
            Locale.ROOT,
            "%s %.2f (%.2f to %.2f). ",
            name,
            Tables.median(ratios.stream().mapToDouble(it -> it)),
            ratios.stream().mapToDouble(it -> it).min().orElse(0),
            ratios.stream().mapToDouble(it -> it).max().orElse(0)));
  }

  private static String row(String name, Measurement load) {
    return String.format(
        Locale.ROOT,
        "| %s | %,.0f | %.2f | %.2f | %.1f | %.1f | %.0f |%n",
        name,
        load.deliveriesPerSecond(),
        load.cpuMicrosPerDelivery(),
        load.p50() / 1e3,
        load.p99() / 1e3,
        load.p999() / 1e3,
        load.max() / 1e3);
  }
}
