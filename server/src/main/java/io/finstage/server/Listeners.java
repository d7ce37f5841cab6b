package io.finstage.server;

import io.finstage.server.api.http.ConnectionGuard;
import io.finstage.server.api.http.ListenerLimits;
import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.grpc.GrpcConfig;
import io.helidon.webserver.http2.Http2Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** How the two listeners treat connections; nothing here knows what is served. */
final class Listeners {

  /** Name of the socket of readings and health. */
  static final String ADMIN = "admin";

  /** A scraper and a few people. */
  private static final int ADMIN_CONNECTIONS_MAX = 64;

  /** What a client may send ahead, on a stream and on all of a connection. */
  private static final int WINDOW_BYTES = 1 << 20;

  /**
   * More than a quarter of the window: Helidon then gives back each frame by itself. With smaller
   * ones it adds up over the streams of a connection, in a field that they change at a time, and
   * now and then sends an update of 0, at which the client must end the connection.
   */
  private static final int FRAME_BYTES_MAX = WINDOW_BYTES / 4 + 1;

  /** How long a blocked write of a gRPC stream lasts before it counts as lost. */
  private static final Duration FLOW_CONTROL_TIMEOUT = Duration.ofSeconds(15);

  /** What the header fields of one gRPC call weigh, unpacked; clients are told of it. */
  private static final int HEADER_LIST_BYTES_MAX = 8192;

  private static final Duration RESET_PERIOD = Duration.ofSeconds(10);

  /** What is left of a connection after the goodbye was said. */
  private static final Duration GRACE = Duration.ofMillis(200);

  private Listeners() {}

  /**
   * Looks before the sockets open: Helidon would log a stack trace, and close for good when it runs
   * out of descriptors.
   */
  static void check(ServerConfig config) throws StartException {
    int connectionsMax = config.listener().limits().connectionsMax();
    refuse(DescriptorLimit.problem(connectionsMax, DescriptorLimit.ofThisProcess()));
    refuse(problem("server", config.listener().host(), config.listener().port()));
    refuse(problem("admin", config.admin().host(), config.admin().port()));
  }

  private static void refuse(Optional<String> problem) throws StartException {
    if (problem.isPresent()) {
      throw new StartException(problem.get());
    }
  }

  /** Who lets connections in to readings and health. */
  static ConnectionGuard adminGuard(ServerConfig config, InstantSource clock) {
    return ConnectionGuard.plain(
        new ListenerLimits(
            ADMIN_CONNECTIONS_MAX,
            ADMIN_CONNECTIONS_MAX,
            config.listener().limits().requestTimeout()),
        clock);
  }

  /** Both sockets; the caps are the guards'. */
  static WebServerConfig.Builder configure(ServerConfig config, ConnectionGuard admin) {
    ServerConfig.Listener listener = config.listener();
    return WebServerConfig.builder()
        .host(listener.host())
        .port(listener.port())
        .shutdownHook(false)
        .useNio(false)
        .shutdownGracePeriod(GRACE)
        .connectionOptions(noDelay())
        .idleConnectionTimeout(listener.idleTimeout())
        .idleConnectionPeriod(idlePeriod(listener.idleTimeout()))
        .putSocket(ADMIN, admin(config, admin));
  }

  /** HTTP/2, as gRPC runs on it. */
  static Http2Config http2(ServerConfig config) {
    return Http2Config.builder()
        .maxConcurrentStreams(config.grpc().concurrentStreamsMax())
        .maxHeaderListSize(HEADER_LIST_BYTES_MAX)
        .maxRapidResets(config.grpc().resetsMax())
        .rapidResetCheckPeriod(RESET_PERIOD)
        .flowControlTimeout(FLOW_CONTROL_TIMEOUT)
        .initialWindowSize(WINDOW_BYTES)
        .maxFrameSize(FRAME_BYTES_MAX)
        .build();
  }

  /**
   * Without compression: a gzip request that spans frames fails, and every answer would be gzip.
   */
  static GrpcConfig grpc(ServerConfig config) {
    return GrpcConfig.builder()
        .enableCompression(false)
        .enableMetrics(false)
        .maxReadBufferSize(config.grpc().messageBytesMax())
        .build();
  }

  /** Why a port cannot be opened; empty when it can. */
  private static Optional<String> problem(String part, String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return Optional.empty();
    } catch (IOException | SecurityException e) {
      return Optional.of(
          "cannot listen on %s:%d: %s; choose another with --%s.port=... or --%s.host=..."
              .formatted(host, port, e.getMessage(), part, part));
    }
  }

  private static ListenerConfig admin(ServerConfig config, ConnectionGuard guard) {
    ListenerConfig.Builder listener =
        ListenerConfig.builder()
            .name(ADMIN)
            .host(config.admin().host())
            .port(config.admin().port())
            .useNio(false)
            .shutdownGracePeriod(GRACE)
            .connectionOptions(noDelay())
            .idleConnectionTimeout(config.listener().idleTimeout())
            .idleConnectionPeriod(idlePeriod(config.listener().idleTimeout()));
    guard.guard(listener);
    return listener.build();
  }

  private static SocketOptions noDelay() {
    return SocketOptions.builder().tcpNoDelay(true).readTimeout(Duration.ZERO).build();
  }

  private static Duration idlePeriod(Duration timeout) {
    Duration half = timeout.dividedBy(2);
    return half.compareTo(Duration.ofSeconds(30)) < 0 ? half : Duration.ofSeconds(30);
  }
}
