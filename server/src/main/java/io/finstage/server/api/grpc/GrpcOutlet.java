package io.finstage.server.api.grpc;

import io.finstage.server.api.ProtobufEvents;
import io.finstage.server.api.Refusal;
import io.finstage.server.hub.Batch;
import io.finstage.server.hub.CloseReason;
import io.finstage.server.hub.Event;
import io.finstage.server.hub.Outlet;
import io.finstage.server.hub.Update;
import io.finstage.server.hub.Wire;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.helidon.http.http2.Http2Exception;
import java.io.IOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * One gRPC stream as the hub sees it: a batch is one message, and one write. A write blocks while
 * the peer's HTTP/2 window is closed, at most the flow-control timeout of the connection.
 */
final class GrpcOutlet implements Outlet {

  private static final System.Logger LOG = System.getLogger(GrpcOutlet.class.getName());

  private final ServerCall<?, Batch> call;
  private final InstantSource clock;
  private final Object lock = new Object();
  private @Nullable Thread writer;
  private @Nullable CloseReason aborted;

  GrpcOutlet(ServerCall<?, Batch> call, InstantSource clock) {
    this.call = call;
    this.clock = clock;
  }

  @Override
  public Wire wire() {
    return Wire.GRPC;
  }

  @Override
  public void append(Update update, boolean snapshot, long conflated, Batch batch) {
    ProtobufEvents.append(update, snapshot, conflated, batch);
  }

  @Override
  public void append(Event event, Batch batch) {
    ProtobufEvents.append(event, batch);
  }

  @Override
  public void write(Batch batch) throws IOException {
    begin();
    try {
      ProtobufEvents.appendSentAt(clock.instant(), batch);
      call.sendMessage(batch);
    } catch (RuntimeException e) {
      throw broken(e);
    } finally {
      done();
    }
  }

  @Override
  public void end(CloseReason reason) {
    if (reason == CloseReason.CLIENT_LEFT) {
      call.close(Status.OK, new Metadata());
    } else {
      RichStatus.close(call, Refusal.closed(reason));
    }
  }

  /**
   * A write that waits for the peer's window, or for the connection's lock, is interrupted and ends
   * at once, and the call ends with the reason's status; other calls of the connection go on. A
   * write that is inside the socket, because the peer does not even read its connection, ends with
   * the connection: the interrupt closes the channel, for all calls on it.
   */
  @Override
  public void abort(CloseReason reason) {
    synchronized (lock) {
      aborted = reason;
      if (writer != null) {
        writer.interrupt();
        return;
      }
    }
    if (call.isCancelled()) {
      return;
    }
    // Nobody writes: the status may wait for the connection's lock, which this caller must not.
    Thread.startVirtualThread(() -> close(reason));
  }

  /**
   * The window stayed closed for the whole flow-control timeout, or abort() ended the wait: a part
   * of the message may be out, but a client reads the status before it misses the rest. Anything
   * else is a connection that is gone.
   */
  private IOException broken(RuntimeException e) {
    CloseReason reason;
    synchronized (lock) {
      if (aborted != null) {
        reason = aborted;
      } else {
        reason = e instanceof Http2Exception ? CloseReason.SLOW_CONSUMER : CloseReason.CLIENT_LEFT;
      }
      // The interrupt has done its work; the status must still pass.
      clearInterrupt();
    }
    close(reason);
    return new IOException("the write failed: " + reason, e);
  }

  private void close(CloseReason reason) {
    if (reason == CloseReason.CLIENT_LEFT) {
      call.close(Status.CANCELLED, new Metadata());
    } else {
      RichStatus.close(call, Refusal.closed(reason));
    }
  }

  private void begin() throws IOException {
    synchronized (lock) {
      if (aborted != null || call.isCancelled()) {
        throw new IOException("the call has ended");
      }
      writer = Thread.currentThread();
    }
  }

  private void done() {
    synchronized (lock) {
      writer = null;
      clearInterrupt();
    }
  }

  /** The interrupt of abort() was meant for the write, not for what its thread does next. */
  private void clearInterrupt() {
    if (aborted != null && Thread.interrupted()) {
      LOG.log(System.Logger.Level.DEBUG, "a write was aborted");
    }
  }
}
