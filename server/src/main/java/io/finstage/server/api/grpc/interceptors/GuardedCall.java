package io.finstage.server.api.grpc.interceptors;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A call that ends exactly once, whoever ends it: the handler, the deadline, the client, a fault.
 *
 * <pre>
 *            send          sent
 *   Idle ---------> Sending ----> Idle
 *    | close           | close (another thread)
 *    v                 v
 *   Over  <-------- Closing         the sender closes once its message is out
 *         sent
 * </pre>
 *
 * <p>So nothing is ever written after the trailers, nor two things at once, and nobody waits. What
 * is sent after the end is dropped.
 */
final class GuardedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {

  private sealed interface State {}

  private record Idle() implements State {}

  private record Sending() implements State {}

  private record Closing(Status status, Metadata trailers) implements State {}

  private record Over() implements State {}

  private static final State IDLE = new Idle();
  private static final State SENDING = new Sending();
  private static final State OVER = new Over();
  private static final System.Logger LOG = System.getLogger(GuardedCall.class.getName());

  private final AtomicReference<State> state = new AtomicReference<>(IDLE);
  private final Consumer<Status> ended;

  /**
   * @param ended told once how the call ended
   */
  GuardedCall(ServerCall<Q, R> delegate, Consumer<Status> ended) {
    super(delegate);
    this.ended = ended;
  }

  @Override
  public void sendHeaders(Metadata headers) {
    if (state.compareAndSet(IDLE, SENDING)) {
      try {
        super.sendHeaders(headers);
      } finally {
        sent();
      }
    }
  }

  @Override
  public void sendMessage(R message) {
    if (state.compareAndSet(IDLE, SENDING)) {
      try {
        super.sendMessage(message);
      } finally {
        sent();
      }
    }
  }

  @Override
  public void close(Status status, Metadata trailers) {
    State closing = new Closing(status, trailers);
    while (!isOver()) {
      if (state.compareAndSet(IDLE, OVER)) {
        finish(status, trailers);
      } else if (state.compareAndSet(SENDING, closing)) {
        return;
      }
    }
  }

  /** The client has ended the call: nothing is sent any more. */
  void cancelled() {
    switch (state.getAndSet(OVER)) {
      case Idle idle -> ended.accept(Status.CANCELLED);
      case Sending sending -> ended.accept(Status.CANCELLED);
      case Closing closing -> ended.accept(Status.CANCELLED);
      case Over over -> {}
    }
  }

  /** Whether the client has ended the call. */
  boolean isCancelledByClient() {
    return delegate().isCancelled();
  }

  /** Whether nothing more is sent, for whatever reason. */
  boolean isOver() {
    return switch (state.get()) {
      case Idle idle -> false;
      case Sending sending -> false;
      case Closing closing -> true;
      case Over over -> true;
    };
  }

  @Override
  public boolean isCancelled() {
    return isOver() || super.isCancelled();
  }

  private void sent() {
    if (!state.compareAndSet(SENDING, IDLE)
        && state.getAndSet(OVER) instanceof Closing(Status status, Metadata trailers)) {
      finish(status, trailers);
    }
  }

  private void finish(Status status, Metadata trailers) {
    ended.accept(status);
    String description = status.getDescription();
    Status spelled =
        description == null ? status : status.withDescription(StatusText.encode(description));
    try {
      super.close(spelled, trailers);
    } catch (RuntimeException e) {
      // The connection is gone, or its writer was interrupted: there is nobody left to tell.
      LOG.log(System.Logger.Level.DEBUG, "status of a call could not be sent", e);
    }
  }
}
