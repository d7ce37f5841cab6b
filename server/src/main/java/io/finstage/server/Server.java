package io.finstage.server;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The wiring: every part is built once, in the order the data flows. */
final class Server implements AutoCloseable {

  private final WebServer web;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Server(WebServer web) {
    this.web = web;
  }

  /**
   * Builds every part and opens the listeners.
   *
   * @throws StartException when the machine does not allow it
   */
  static Server start(ServerConfig config) throws StartException {
    refuse(
        DescriptorLimit.problem(
            config.listener().connectionsMax(), DescriptorLimit.ofThisProcess()));
    refuse(Listeners.problem("server.port", config.listener().host(), config.listener().port()));
    refuse(Listeners.problem("admin.port", config.admin().host(), config.admin().port()));

    WebServerConfig.Builder listeners = Listeners.configure(config);
    WebServer web = listeners.build().start();
    if (!web.isRunning()) {
      throw new StartException("the listeners did not open; the log says why");
    }
    return new Server(web);
  }

  /** Port of all wires. */
  int port() {
    return web.port();
  }

  /** Port of readings and health. */
  int adminPort() {
    return web.port(Listeners.ADMIN);
  }

  /** Stops the flow from its source to its readers; any number of calls. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      web.stop();
    }
  }

  private static void refuse(Optional<String> problem) throws StartException {
    if (problem.isPresent()) {
      throw new StartException(problem.get());
    }
  }
}
