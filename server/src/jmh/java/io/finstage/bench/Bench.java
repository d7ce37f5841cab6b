package io.finstage.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** Runs every contestant of every case in turn and prints a table per case. */
final class Bench {

  private static final String CLIENT_CORE = "1";
  private static final List<String> CLIENT_JVM = List.of("-XX:+UseG1GC", "-Xms256m", "-Xmx256m");

  private final BenchOptions options;

  private Bench(BenchOptions options) {
    this.options = options;
  }

  /** See {@link BenchOptions#usage}. */
  public static void main(String[] args) throws IOException, InterruptedException, RunnerException {
    writeScript();
    if (List.of(args).contains("--help")) {
      System.out.println(BenchOptions.usage());
      return;
    }
    BenchOptions options = BenchOptions.parse(args);
    new Bench(options).run();
  }

  /** So that the next run needs no Maven. */
  private static void writeScript() throws IOException {
    Path script = Path.of("target/bench/run");
    Files.createDirectories(script.getParent());
    String java =
        Path.of(System.getProperty("java.home"), "bin/java")
            + " --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow";
    String text =
        "#!/bin/sh\ncd '%s' && exec %s -cp '%s' %s \"$@\"\n"
            .formatted(
                Path.of("").toAbsolutePath(),
                java,
                System.getProperty("java.class.path"),
                Bench.class.getName());
    Files.writeString(script, text);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void run() throws IOException, InterruptedException, RunnerException {
    System.out.println(Tables.machine());
    for (Scenario scenario : options.cases()) {
      Map<Contestant, List<List<Measurement>>> runs = new EnumMap<>(Contestant.class);
      for (int round = 0; round < options.rounds(); round++) {
        for (Contestant contestant : scenario.contestants()) {
          if (options.only().isEmpty() || options.only().contains(contestant)) {
            List<Measurement> windows = measure(contestant, scenario);
            runs.computeIfAbsent(contestant, c -> new ArrayList<>()).add(windows);
          }
        }
      }
      System.out.println(Tables.of(scenario, runs));
    }
    for (SingleCase single : options.singles()) {
      System.out.println(single.run(options));
    }
  }

  private List<Measurement> measure(Contestant contestant, Scenario scenario)
      throws IOException, InterruptedException {
    List<Measurement> windows = new ArrayList<>();
    try (RunningServer server = RunningServer.start(contestant, scenario, options)) {
      List<String> command = new ArrayList<>(List.of("taskset", "-c", CLIENT_CORE));
      command.addAll(RunningServer.java(CLIENT_JVM, LoadClient.class));
      command.add(scenario.name());
      command.add(Integer.toString(server.port()));
      command.add(Long.toString(server.pid()));
      command.add(Integer.toString(options.warmUpSeconds()));
      command.add(Integer.toString(options.seconds() > 0 ? options.seconds() : scenario.seconds()));
      for (Measurement window : LoadClient.results(command)) {
        System.err.println(Tables.progress(scenario, contestant, window));
        windows.add(window);
      }
    }
    return windows;
  }
}
