package io.finstage.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one run does.
 *
 * @param cases beside the peers, in order
 * @param singles measured by themselves, after them
 * @param only the contestants to run; empty: all of a scenario
 * @param rounds how often each contestant takes its turn
 * @param seconds of a window; 0: as the scenario says
 * @param warmUpSeconds before the first window
 * @param subscribers of the soak; 0: as it says
 * @param server folder of the unpacked distribution
 * @param serverOptions more JVM options for every server
 * @param serverArguments more {@code --key=value} for Finstage
 * @param attach a Finstage that runs already, instead of starting one
 */
record BenchOptions(
    List<Scenario> cases,
    List<SingleCase> singles,
    List<Contestant> only,
    int rounds,
    int seconds,
    int warmUpSeconds,
    int subscribers,
    Path server,
    List<String> serverOptions,
    List<String> serverArguments,
    @Nullable Attached attach) {

  /** A server that somebody else started, with the rate that the scenario asks for. */
  record Attached(long pid, int port) {}

  private static final String ALL = "all";

  private static final String USAGE =
      """
      --case=NAME[,NAME]       which cases, or all (default)
      --only=NAME[,NAME]       finstage, netty-each, netty-coalesced, grpc-java
      --rounds=N               turns of each contestant (3); where a turn is short, 5 times as many
      --seconds=N              length of a window (10, with stuck subscribers 60)
      --warm-up=N              seconds before it (10)
      --subscribers=N          of the soak (1000)
      --server=DIR             distribution to start (target/finstage)
      --server-opts=OPTION     one more JVM option for the servers; may be repeated
      --server-arg=--KEY=VALUE one more configuration key for Finstage; may be repeated
      --attach=PID/PORT        measure a Finstage that runs already

      Cases:
      """;

  /** All options and cases. */
  static String usage() {
    return USAGE
        + "  "
        + Scenario.ALL.stream().map(Scenario::name).collect(Collectors.joining(" "))
        + "\n"
        + Arrays.stream(SingleCase.values())
            .map(it -> "  %-22s %s\n".formatted(it, it.title()))
            .collect(Collectors.joining());
  }

  static BenchOptions parse(String[] args) {
    List<Scenario> cases = Scenario.ALL;
    List<SingleCase> singles = SingleCase.usual();
    List<Contestant> only = List.of();
    int rounds = 3;
    int seconds = 0;
    int warmUp = 10;
    int subscribers = 0;
    Path server = Path.of("target/finstage");
    List<String> options = new ArrayList<>();
    List<String> arguments = new ArrayList<>();
    Attached attach = null;
    for (String arg : args) {
      String[] pair = arg.split("=", 2);
      String value = pair.length == 2 ? pair[1] : "";
      switch (pair[0]) {
        case "" -> {}
        case "--case" -> {
          cases = scenarios(value);
          singles = singles(value);
        }
        case "--only" -> only = contestants(value);
        case "--rounds" -> rounds = Integer.parseInt(value);
        case "--seconds" -> seconds = Integer.parseInt(value);
        case "--warm-up" -> warmUp = Integer.parseInt(value);
        case "--subscribers" -> subscribers = Integer.parseInt(value);
        case "--server" -> server = Path.of(value);
        case "--server-opts" -> options.add(value);
        case "--server-arg" -> arguments.add(value);
        case "--attach" -> attach = attached(value);
        default -> throw new IllegalArgumentException("unknown: " + arg + "\n" + usage());
      }
    }
    return new BenchOptions(
        cases,
        singles,
        only,
        rounds,
        seconds,
        warmUp,
        subscribers,
        server,
        options,
        arguments,
        attach);
  }

  private static Attached attached(String value) {
    String[] pidAndPort = value.split("/", 2);
    return new Attached(Long.parseLong(pidAndPort[0]), Integer.parseInt(pidAndPort[1]));
  }

  private static List<SingleCase> singles(String names) {
    return names.equals(ALL)
        ? SingleCase.usual()
        : Arrays.stream(names.split(",", -1))
            .flatMap(name -> SingleCase.named(name).stream())
            .toList();
  }

  private static List<Scenario> scenarios(String names) {
    if (names.equals(ALL)) {
      return Scenario.ALL;
    }
    return List.of(names.split(",", -1)).stream()
        .filter(name -> SingleCase.named(name).isEmpty())
        .map(Scenario::named)
        .toList();
  }

  private static List<Contestant> contestants(String names) {
    return List.of(names.split(",", -1)).stream()
        .map(name -> Contestant.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')))
        .toList();
  }
}
