package io.finstage.server.api.grpc.interceptors;

import io.finstage.server.api.Refusal;
import io.grpc.ServerCall;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Hands a call's events to its handler until the call is over, and turns what goes wrong on the way
 * into a status. Thread-safe as far as Helidon is: messages come one by one, a cancel from any
 * thread, any number of times.
 */
final class GuardedListener<Q, R> extends ServerCall.Listener<Q> {

  private final GuardedCall<Q, R> call;
  private final ServerCall.Listener<Q> handler;
  private final Consumer<Throwable> failed;
  private final Consumer<Refusal> refused;
  private final int messageBytesMax;
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private boolean heard;

  /**
   * @param failed closes the call for a handler that threw
   * @param refused closes the call for a request that makes no sense
   * @param messageBytesMax largest message that Helidon reads
   */
  GuardedListener(
      GuardedCall<Q, R> call,
      ServerCall.Listener<Q> handler,
      Consumer<Throwable> failed,
      Consumer<Refusal> refused,
      int messageBytesMax) {
    this.call = call;
    this.handler = handler;
    this.failed = failed;
    this.refused = refused;
    this.messageBytesMax = messageBytesMax;
  }

  @Override
  public void onReady() {
    if (call.isCancelledByClient()) {
      // Cancelled while the handler started: Helidon had nobody to tell.
      onCancel();
    } else {
      run(handler::onReady);
    }
  }

  @Override
  public void onMessage(Q message) {
    heard = true;
    if (call.getMethodDescriptor().getRequestMarshaller() instanceof StrictMarshaller<?> strict
        && strict.isUndecodable(message)) {
      refuse(Refusal.invalid("UNDECODABLE", "request", "is not a message of this method"));
      return;
    }
    run(() -> handler.onMessage(message));
  }

  @Override
  public void onHalfClose() {
    if (!heard && call.getMethodDescriptor().getType().clientSendsOneMessage()) {
      refuse(Refusal.invalid("NO_REQUEST", "request", "must be sent before the end of the stream"));
      return;
    }
    run(handler::onHalfClose);
  }

  /** The client left; or Helidon could not read what it sent, which looks the same here. */
  @Override
  public void onCancel() {
    if (call.isCancelledByClient()) {
      call.cancelled();
      tellHandler();
    } else {
      refuse(Refusal.unreadable(messageBytesMax));
    }
  }

  @Override
  public void onComplete() {
    handler.onComplete();
  }

  /** The deadline has passed and the call is closed: the handler stops. */
  void expired() {
    tellHandler();
  }

  private void refuse(Refusal refusal) {
    if (!call.isOver()) {
      refused.accept(refusal);
      tellHandler();
    }
  }

  private void tellHandler() {
    if (cancelled.compareAndSet(false, true)) {
      try {
        handler.onCancel();
      } catch (Throwable e) {
        failed.accept(e);
      }
    }
  }

  private void run(Runnable step) {
    if (call.isOver()) {
      return;
    }
    try {
      step.run();
    } catch (Throwable e) {
      failed.accept(e);
      tellHandler();
    }
  }
}
