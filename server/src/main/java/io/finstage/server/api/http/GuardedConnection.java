package io.finstage.server.api.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection from its first moment: finds out whether it speaks HTTP/1 or HTTP/2, hands it on,
 * and follows what it waits for. Reads from the socket are seen here before they are parsed.
 */
final class GuardedConnection implements ServerConnection, InterruptableTask<Void> {

  private static final System.Logger LOG = System.getLogger(GuardedConnection.class.getName());
  private static final byte[] HTTP2_PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** What is known about the protocol. Of the connection's thread only. */
  private enum Protocol {
    UNKNOWN,
    HTTP_1,
    HTTP_2
  }

  private final HelidonSocket socket;
  private final InstantSource clock;
  private final ServerConnectionSelector http1;
  private final ServerConnectionSelector http2;
  private final Consumer<GuardedConnection> onEnd;
  private final DataReader reader = DataReader.create(this::read);
  private final Http2Frames frames = new Http2Frames();
  private final RequestProgress progress;
  private final WatchedContext context;
  private final Instant openedAt;

  private Protocol protocol = Protocol.UNKNOWN;
  private volatile @Nullable ServerConnection inner;
  private volatile @Nullable Thread thread;
  private volatile boolean closed;
  private final AtomicBoolean cut = new AtomicBoolean();

  /**
   * @param onEnd run once when the connection is over
   */
  GuardedConnection(
      ConnectionContext context,
      InstantSource clock,
      ServerConnectionSelector http1,
      ServerConnectionSelector http2,
      Consumer<GuardedConnection> onEnd) {
    this.socket = context.serverSocket();
    this.clock = clock;
    this.http1 = http1;
    this.http2 = http2;
    this.onEnd = onEnd;
    this.openedAt = clock.instant();
    this.progress = new RequestProgress(openedAt);
    this.context = new WatchedContext(context, reader, progress);
  }

  @Override
  public void handle(Limit limit) throws InterruptedException {
    thread = Thread.currentThread();
    try {
      protocol = identify();
      ServerConnection connection =
          (protocol == Protocol.HTTP_2 ? http2 : http1).connection(context);
      inner = connection;
      if (!closed) {
        connection.handle(limit);
      }
    } finally {
      onEnd.accept(this);
    }
  }

  @Override
  public Duration idleTime() {
    ServerConnection connection = inner;
    return connection == null ? Duration.between(openedAt, clock.instant()) : connection.idleTime();
  }

  @Override
  public void close(boolean interrupt) {
    closed = true;
    ServerConnection connection = inner;
    Thread waiting = thread;
    if (connection != null) {
      try {
        connection.close(interrupt);
      } catch (UncheckedIOException e) {
        // It has just closed by itself. Who closes them all goes on with the others.
        LOG.log(Level.DEBUG, "a connection was closed already", e);
      }
    } else if (waiting != null) {
      waiting.interrupt();
    }
  }

  @Override
  public boolean canInterrupt() {
    ServerConnection connection = inner;
    return connection == null
        || (connection instanceof InterruptableTask<?> task && task.canInterrupt());
  }

  boolean overdue(Instant now, Duration timeout) {
    return progress.overdue(now, timeout);
  }

  /** Whether the caller is the first to decide that the connection must be cut. */
  boolean claimCut() {
    return cut.compareAndSet(false, true);
  }

  /** Cuts the connection from another thread: who waits for its input gets an end. */
  void cut() {
    try {
      socket.close();
    } catch (UncheckedIOException e) {
      // It was closed by somebody else in this moment.
    }
  }

  private byte @Nullable [] read() {
    if (progress.isExempt()) {
      return readSocket();
    }
    boolean idle = idle();
    if (idle && progress.isLastRequest()) {
      return null;
    }
    progress.waiting(idle);
    byte[] bytes = readSocket();
    Instant now = clock.instant();
    progress.received(now);
    if (bytes != null && protocol != Protocol.HTTP_1 && frames.received(bytes)) {
      progress.completed(now);
    }
    return bytes;
  }

  private byte @Nullable [] readSocket() {
    try {
      return socket.get();
    } catch (UncheckedIOException e) {
      throw new ServerConnectionException("the socket failed", e);
    }
  }

  /** Whether nothing has been begun by the client: only then may it take its time. */
  private boolean idle() {
    return switch (protocol) {
      case UNKNOWN -> false;
      case HTTP_1 -> canInterrupt() && reader.available() == 0;
      case HTTP_2 -> frames.complete();
    };
  }

  /** Looks at bytes, without taking them, until they differ from the preface or are all of it. */
  private Protocol identify() {
    try {
      for (int i = 0; i < HTTP2_PREFACE.length; i++) {
        byte[] seen = new byte[i + 1];
        reader.getBuffer(seen.length).read(seen);
        if (seen[i] != HTTP2_PREFACE[i]) {
          return Protocol.HTTP_1;
        }
      }
      return Protocol.HTTP_2;
    } catch (InsufficientDataAvailableException e) {
      throw new CloseConnectionException("closed before a request", e);
    }
  }
}
