package io.finstage.server.api.grpc;

import io.finstage.server.api.Heartbeats;
import io.finstage.server.api.Liveness;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.spi.ServerConnection;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * An HTTP/2 connection of Helidon whose end reaches its calls, and whose peer is pinged when it is
 * silent: Helidon sends no PING, and TCP alone takes a quarter of an hour to give a peer up that
 * vanished without a word.
 */
final class GrpcConnection implements ServerConnection, Heartbeats.Peer {

  private final ServerConnection connection;
  private final HelidonSocket socket;
  private final StreamWatch streams;
  private final Liveness liveness;
  private final Heartbeats heartbeats;

  GrpcConnection(
      ServerConnection connection,
      HelidonSocket socket,
      StreamWatch streams,
      Liveness liveness,
      Heartbeats heartbeats) {
    this.connection = connection;
    this.socket = socket;
    this.streams = streams;
    this.liveness = liveness;
    this.heartbeats = heartbeats;
  }

  @Override
  public void handle(Limit limit) throws InterruptedException {
    heartbeats.add(this);
    try {
      connection.handle(limit);
    } finally {
      heartbeats.remove(this);
      streams.connectionEnded();
    }
  }

  /** A subscriber that only listens is not idle. */
  @Override
  public Duration idleTime() {
    return streams.isEmpty() ? connection.idleTime() : Duration.ZERO;
  }

  @Override
  public void close(boolean interrupt) {
    connection.close(interrupt);
  }

  /** A connection without a call is left to the idle timeout. */
  @Override
  public void look() {
    if (streams.isEmpty()) {
      liveness.heard();
    }
    switch (liveness.look()) {
      case FINE, GOODBYE -> {}
      case PING -> streams.ping();
      case CUT -> cut();
    }
  }

  /** Who waits for its input gets an end, and who is stuck in a write an error. */
  @Override
  public void cut() {
    try {
      socket.close();
    } catch (UncheckedIOException e) {
      // It was closed by somebody else in this moment.
    }
  }
}
