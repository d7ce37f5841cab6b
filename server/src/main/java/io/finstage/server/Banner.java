package io.finstage.server;

import io.finstage.server.api.ServerVersion;
import io.finstage.server.feed.replay.ReplayConfig;
import java.util.stream.Collectors;

/** What a person reads on the terminal. */
final class Banner {

  private static final String IMPORT =
      """
      import-bars FILE --interval=1d [--symbol=A,B]
          reads bars from a CSV or CSV.gz with the first line
          date|open_time_ms,symbol,open,high,low,close,volume\
      """;

  private static final String EXPORT =
      """
      export-bars FILE --interval=1d [--symbol=A,B] [--from=2013-10-07] [--to=2013-10-08]
          writes stored bars in the form that import-bars reads\
      """;

  private Banner() {}

  /** Printed once, when everything is up. */
  static String ready(ServerConfig config, int port, int adminPort) {
    String at = address(config.listener().host()) + ":" + port;
    String admin = address(config.admin().host()) + ":" + adminPort;
    return """
    Finstage %s is up.
      page       http://%s/
      WebSocket  ws://%s/ws
      gRPC       %s (plaintext, reflection)
      readings   http://%s/metrics
      health     http://%s/health
      source     %s
      stop       Ctrl-C, or kill %d\
    """
        .formatted(ServerVersion.TEXT, at, at, at, admin, admin, source(config.sources()), pid());
  }

  /** The answer to {@code --help}, of a command alone where {@code asked} is one. */
  static String help(String asked) {
    return switch (asked) {
      case "import-bars" -> ofCommand(IMPORT);
      case "export-bars" -> ofCommand(EXPORT);
      default -> ofAll();
    };
  }

  private static String ofCommand(String usage) {
    return """
    Usage: finstage %s

    --interval is 1s, 1m, 5m, 15m, 1h or 1d. Without --symbol: all. --from and --to are days of UTC, or
    moments as 2013-10-07T13:30:00Z; --to is not included. Keys are taken as well (--data.dir=..., --database.url=...):
    finstage --help names them. Exit code: 0 done, 1 it failed or refused a line, 2 bad command or configuration.\
    """
        .formatted(usage);
  }

  private static String ofAll() {
    String keys =
        Keys.ALL.stream()
            .map(k ->
                "  --%s=%s%n      %s; %s"
                    .formatted(k.name(), k.standard(), k.help(), k.kind().allowed()))
            .collect(Collectors.joining("\n"));
    return """
    Usage: finstage [command] [--key=value ...]

    Starts the server, or does a command. A key is read from conf/application.yaml, then from the environment
    (server.port is FINSTAGE_SERVER_PORT), then from the arguments; a later one wins.

      --help, -h     prints this
      --version      prints the version
      --config=FILE  reads FILE instead of conf/application.yaml (or FINSTAGE_CONFIG)

    Commands, which take keys as well; finstage export-bars --help says more:

    %s
    %s

    Keys, with their defaults:
    %s

    FINSTAGE_JAVA_OPTS holds further options for the JVM, as in FINSTAGE_JAVA_OPTS=-Xmx4g.
    Exit code: 0 stopped as asked, 1 could not start or stop in time, or a command failed or refused a line,
    2 bad configuration or command.\
    """
        .formatted(IMPORT.indent(2).stripTrailing(), EXPORT.indent(2).stripTrailing(), keys);
  }

  private static String source(ServerConfig.Sources sources) {
    return switch (sources.source()) {
      case SIMULATED ->
          "simulated, %d symbols, %s ticks/s"
              .formatted(sources.simulated().symbols().size(), number(sources.simulated().rate()));
      case REPLAY ->
          sources.replay().map(r -> replay(r, sources.waitForSubscriber())).orElse("replay");
      case NONE -> "none but TEST; other programs may publish";
    };
  }

  private static String replay(ReplayConfig replay, boolean waits) {
    return "replay of %s, speed %s%s%s"
        .formatted(
            LogLine.escape(String.valueOf(replay.file().getFileName())),
            number(replay.speed().factor()),
            replay.loop() ? ", in a loop" : "",
            waits ? ", begins with the first subscriber" : "");
  }

  private static String address(String host) {
    return switch (host) {
      case "0.0.0.0", "::" -> "localhost";
      default -> host.contains(":") ? "[" + host + "]" : host;
    };
  }

  private static String number(double value) {
    if (Double.isInfinite(value)) {
      return "max";
    }
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }
}
