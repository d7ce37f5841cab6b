package io.finstage.server.api.http;

import static java.util.Objects.requireNonNull;

import io.finstage.server.api.http.ConnectionCounts.Refusal;
import io.finstage.server.metrics.ListenerStats;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http1.spi.Http1RoutedUpgrader;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The front door of a listener: lets connections in within the limits, tells HTTP/1 and HTTP/2
 * apart, and closes connections whose request does not become complete. Helidon itself closes
 * neither a silent connection nor slow headers or bodies.
 *
 * <p>Must be the listener's only selector, since only then is it asked before a byte is read:
 * {@link #guard} sees to that. A WebSocket is no longer watched after its upgrade, nor an HTTP/2
 * stream: those are conversations, with heartbeats of their own. A connection that is idle between
 * requests is left to Helidon's {@code idle-connection-timeout}. Thread-safe.
 */
public final class ConnectionGuard implements ServerConnectionSelector, AutoCloseable {

  /**
   * Connections that may be in the act of being refused at a time. While it is more, the listener
   * stops accepting for a moment, so that it never runs out of descriptors.
   */
  static final int REFUSALS_MAX = 64;

  private static final long SWEEP_MILLIS_MIN = 10;
  private static final long SWEEP_MILLIS_MAX = 1000;
  private static final int SWEEPS_PER_TIMEOUT = 10;

  private final ListenerLimits limits;
  private final InstantSource clock;
  private final ServerConnectionSelector http1;
  private final ServerConnectionSelector http2;
  private final ConnectionCounts counts;
  private final Map<Refusal, LongAdder> refused = new EnumMap<>(Refusal.class);
  private final LongAdder timedOut = new LongAdder();

  /** As many as {@link #counts} let in. */
  private final Set<GuardedConnection> connections = ConcurrentHashMap.newKeySet();

  private final ScheduledExecutorService watchdog =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("request-watchdog").factory());

  /**
   * @param http1 settings of HTTP/1
   * @param upgraders what an HTTP/1 connection may become, by the name that a client asks with
   * @param http2 speaks HTTP/2, and what runs on it
   */
  public ConnectionGuard(
      ListenerLimits limits,
      InstantSource clock,
      Http1Config http1,
      Map<String, Http1Upgrader> upgraders,
      ServerConnectionSelector http2) {
    this.limits = limits;
    this.clock = clock;
    this.http1 = http1(clock, http1, upgraders);
    this.http2 = http2;
    this.counts = new ConnectionCounts(limits.connectionsMax(), limits.connectionsPerAddressMax());
    for (Refusal refusal : Refusal.values()) {
      refused.put(refusal, new LongAdder());
    }
    long sweepMillis =
        Math.clamp(
            limits.requestTimeout().toMillis() / SWEEPS_PER_TIMEOUT,
            SWEEP_MILLIS_MIN,
            SWEEP_MILLIS_MAX);
    var _ =
        watchdog.scheduleWithFixedDelay(
            this::sweep, sweepMillis, sweepMillis, TimeUnit.MILLISECONDS);
  }

  /** Of a listener that speaks HTTP/1.1 only; everything else, HTTP/1.0 too, is answered by 505. */
  public static ConnectionGuard plain(ListenerLimits limits, InstantSource clock) {
    Http1Config config = Http1Config.create();
    return new ConnectionGuard(limits, clock, config, Map.of(), http1(clock, config, Map.of()));
  }

  /** Makes this the only way into the listener. */
  public void guard(ListenerConfig.BuilderBase<?, ?> listener) {
    listener
        .protocolsDiscoverServices(false)
        .clearProtocols()
        .clearConnectionSelectors()
        .addConnectionSelector(this)
        .maxTcpConnections(limits.connectionsMax() + REFUSALS_MAX);
  }

  public ListenerStats stats() {
    Map<String, Long> byReason = new TreeMap<>();
    refused.forEach(
        (reason, count) -> byReason.put(reason.name().toLowerCase(Locale.ROOT), count.sum()));
    return new ListenerStats(counts.open(), byReason, timedOut.sum());
  }

  /** Stops the watchdog. Open connections are the listener's to close. */
  @Override
  public void close() {
    watchdog.shutdownNow();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    if (context.dataReader().available() > 0) {
      throw new IllegalStateException("the guard must be the only selector of its listener");
    }
    InetAddress address = address(context);
    counts
        .enter(address)
        .ifPresent(refusal -> {
          requireNonNull(refused.get(refusal)).increment();
          throw new CloseConnectionException("refused: " + refusal);
        });
    GuardedConnection connection =
        new GuardedConnection(
            context,
            clock,
            http1,
            http2,
            ended -> {
              connections.remove(ended);
              counts.leave(address);
            });
    connections.add(connection);
    return connection;
  }

  @Override
  public int bytesToIdentifyConnection() {
    return 0;
  }

  @Override
  public Support supports(BufferData data) {
    return Support.SUPPORTED;
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return Set.of("h2", "http/1.1");
  }

  /** Closes what is overdue. */
  private void sweep() {
    Instant now = clock.instant();
    for (GuardedConnection connection : connections) {
      if (connection.overdue(now, limits.requestTimeout()) && connection.claimCut()) {
        timedOut.increment();
        connection.cut();
      }
    }
  }

  private static ServerConnectionSelector http1(
      InstantSource clock, Http1Config given, Map<String, Http1Upgrader> upgraders) {
    // Instead of its log: where there are two listeners, Helidon 4.5.0 calls neither.
    Http1Config config =
        Http1Config.builder(given).receiveListeners(List.of(new RequestListener(clock))).build();
    Map<String, Http1Upgrader> exempting = new HashMap<>();
    upgraders.forEach((name, upgrader) -> exempting.put(name, new ExemptingUpgrader(upgrader)));
    return Http1ConnectionSelector.builder().config(config).addUpgraders(exempting).build();
  }

  private static InetAddress address(ConnectionContext context) {
    return context.remotePeer().address() instanceof InetSocketAddress remote
        ? remote.getAddress()
        : InetAddress.getLoopbackAddress();
  }

  /** Tells a connection's progress that a request began. */
  private record RequestListener(InstantSource clock) implements Http1ConnectionListener {
    @Override
    public void prologue(ConnectionContext context, HttpPrologue prologue) {
      if (context instanceof WatchedContext watched) {
        watched.progress().requestBegan(clock.instant());
      }
    }

    /** Helidon answers {@code Connection: close} with the same, and then waits for a request. */
    @Override
    public void headers(ConnectionContext context, Headers headers) {
      if (headers.containsToken(HeaderValues.CONNECTION_CLOSE)
          && context instanceof WatchedContext watched) {
        watched.progress().lastRequest();
      }
    }
  }

  /** Takes a connection out of the watch once it has become something else. */
  private record ExemptingUpgrader(Http1Upgrader upgrader) implements Http1Upgrader {

    ExemptingUpgrader {
      if (upgrader instanceof Http1RoutedUpgrader) {
        throw new IllegalArgumentException("a routed upgrader cannot be watched: " + upgrader);
      }
    }

    @Override
    public String supportedProtocol() {
      return upgrader.supportedProtocol();
    }

    @Override
    public @Nullable ServerConnection upgrade(
        ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
      ServerConnection connection = upgrader.upgrade(context, prologue, headers);
      if (connection != null && context instanceof WatchedContext watched) {
        watched.progress().exempt();
      }
      return connection;
    }
  }
}
