package io.finstage.server;

import io.finstage.server.api.ServerVersion;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the configuration, starts the server, and stops it on SIGTERM. */
public final class Main {

  private static final System.Logger LOG = System.getLogger(Main.class.getName());
  private static final int FAILED = 1;
  private static final int REFUSED = 2;
  private static final String CONFIG = "--config=";

  private Main() {}

  /** Exits with 0 when stopped, 1 when it could not start, 2 when the configuration is bad. */
  public static void main(String[] args) {
    List<String> arguments = List.of(args);
    if (arguments.contains("--help") || arguments.contains("-h")) {
      System.out.println(Banner.help(arguments.getFirst()));
    } else if (arguments.contains("--version")) {
      System.out.println(ServerVersion.TEXT);
    } else {
      Command.Line line = Command.parse(arguments, Path.of("").toAbsolutePath());
      if (!line.problems().isEmpty()) {
        refuse("the command is refused:", line.problems());
      }
      switch (read(line.settings(), System.getenv())) {
        case ServerConfig.Reading.Ready ready -> run(line.command(), ready.config());
        case ServerConfig.Reading.Refused refused ->
            refuse("the configuration is refused:", refused.problems());
      }
    }
  }

  private static void run(Command command, ServerConfig config) {
    BarFiles files = new BarFiles(config, System.out, System.err);
    switch (command) {
      case Command.Serve() -> serve(config);
      case Command.ImportBars(Path file, Interval interval, Set<Symbol> only) ->
          System.exit(files.read(file, interval, only));
      case Command.ExportBars(Path file, Interval interval, Set<Symbol> only, long from, long to) ->
          System.exit(files.write(file, interval, only, from, to));
    }
  }

  private static ServerConfig.Reading read(List<String> arguments, Map<String, String> env) {
    Path current = Path.of("").toAbsolutePath();
    Path home = Path.of(System.getProperty("finstage.home", "")).toAbsolutePath();
    Path standard = home.resolve("conf").resolve("application.yaml");
    List<String> settings = new ArrayList<>(arguments);
    settings.removeIf(a -> a.startsWith(CONFIG));
    Optional<Path> file =
        arguments.stream()
            .filter(a -> a.startsWith(CONFIG))
            .map(a -> a.substring(CONFIG.length()))
            .findFirst()
            .or(() -> Optional.ofNullable(env.get("FINSTAGE_CONFIG")))
            .map(current::resolve)
            .or(() -> Optional.of(standard).filter(Files::exists));
    return ServerConfig.read(file, home, current, env, settings);
  }

  private static void serve(ServerConfig config) {
    try {
      Server server = Server.start(config);
      Duration timeout = config.listener().shutdownTimeout();
      Runtime.getRuntime()
          .addShutdownHook(
              Thread.ofPlatform().name("shutdown").unstarted(() -> stop(server, timeout)));
      System.out.println(Banner.ready(config, server.port(), server.adminPort()));
      // The first record also opens the log, which cannot be opened any more while stopping.
      LOG.log(Level.INFO, "started, version {0}, Java {1}", ServerVersion.TEXT, Runtime.version());
      FirstScrape.read(config.admin().host(), server.adminPort());
    } catch (StartException e) {
      System.err.println("finstage: " + LogLine.escape(String.valueOf(e.getMessage())));
      System.exit(FAILED);
    }
  }

  /** Runs in the JVM's shutdown; halting there is what makes the exit code 0 instead of 143. */
  private static void stop(Server server, Duration timeout) {
    Thread.ofPlatform().daemon().name("shutdown-limit").start(() -> giveUpAfter(timeout));
    LOG.log(Level.INFO, "stopping");
    server.close();
    LOG.log(Level.INFO, "stopped");
    Runtime.getRuntime().halt(0);
  }

  private static void giveUpAfter(Duration timeout) {
    try {
      Thread.sleep(timeout);
      LOG.log(Level.ERROR, "not stopped within server.shutdown-timeout: cut off");
    } catch (InterruptedException e) {
      LOG.log(Level.ERROR, "interrupted while stopping: cut off");
    }
    Runtime.getRuntime().halt(FAILED);
  }

  private static void refuse(String what, List<String> problems) {
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    err.println("finstage: " + what);
    problems.forEach(p -> err.println("  " + p));
    err.println("finstage --help names every command and key.");
    System.exit(REFUSED);
  }
}
