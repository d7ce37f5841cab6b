package io.finstage.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole server in this JVM, on free ports, with no source but TEST and who publishes. */
public final class RunningServer implements AutoCloseable {

  private final Server server;

  private RunningServer(Server server) {
    this.server = server;
  }

  /**
   * Starts a server.
   *
   * @param settings keys of conf/application.yaml, and values other than the defaults
   * @throws IllegalArgumentException when a setting is refused
   */
  public static RunningServer start(Map<String, String> settings) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--admin.port=0",
                "--feed.source=none",
                "--data.dir=" + emptyFolder()));
    settings.forEach((key, value) -> arguments.add("--" + key + "=" + value));
    Path here = Path.of("").toAbsolutePath();
    ServerConfig.Reading reading =
        ServerConfig.read(Optional.empty(), here, here, Map.of(), arguments);
    return switch (reading) {
      case ServerConfig.Reading.Ready(ServerConfig config) -> start(config);
      case ServerConfig.Reading.Refused(List<String> problems) ->
          throw new IllegalArgumentException(String.join("\n", problems));
    };
  }

  private static RunningServer start(ServerConfig config) {
    try {
      return new RunningServer(Server.start(config));
    } catch (StartException e) {
      throw new IllegalStateException("the server did not start", e);
    }
  }

  private static Path emptyFolder() {
    try {
      return Files.createTempDirectory("finstage-data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.port();
  }

  /** A sample of the metrics page, by its name with labels; 0 when there is none. */
  public double sample(String name) {
    return ServerReadings.sample(server.adminPort(), name);
  }

  /** The whole metrics page. */
  public String page() {
    return ServerReadings.page(server.adminPort());
  }

  /** As SIGTERM does: says goodbye, then stops. Any number of calls. */
  @Override
  public void close() {
    server.close();
  }
}
