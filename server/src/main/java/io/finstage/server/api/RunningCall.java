package io.finstage.server.api;

import com.google.protobuf.Message;
import io.finstage.proto.v1.Reply;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One call of a conversation as gRPC's handlers see it: they cannot tell it from a call of its own.
 *
 * <pre>
 *   method ends --> the last reply, or an error
 *   cancel      --> an error                       whichever is first is the last answer
 *   conversation over --> nothing
 * </pre>
 *
 * <p>A stream waits, on the thread of its handler, until the message before was taken to be
 * written; so at most one message and the last answer wait for a slow reader. The handler runs on
 * the thread that runs {@link #run}; the others may be called by any thread.
 */
final class RunningCall<Q, R> extends ServerCall<Q, R> {

  private static final System.Logger LOG = System.getLogger(RunningCall.class.getName());

  /** Where the answers of one call go. Never waits for the peer. */
  interface Answers {

    /**
     * Sends a message that is not the last; {@code taken} is run when it is about to be written.
     */
    void reply(Reply reply, Runnable taken);

    /** Sends the last answer. Called at most once. */
    void last(Reply reply);

    /** Sends the last answer. Called at most once. */
    void failed(Refusal refusal);
  }

  private final ServerMethodDefinition<Q, R> served;
  private final CallMethods.Method method;
  private final String requestId;
  private final int replyBytesMax;
  private final Answers answers;
  private final Semaphore room = new Semaphore(1);
  private final AtomicBoolean answered = new AtomicBoolean();

  /** A reply that was let pass goes out before the cancel that came meanwhile. */
  private final ReentrantLock order = new ReentrantLock();

  private volatile boolean cancelled;
  private volatile @Nullable Reply only;
  private volatile ServerCall.@Nullable Listener<Q> listener;

  /**
   * @param replyBytesMax largest reply in protobuf's bytes; a larger one fails the call
   */
  RunningCall(
      ServerMethodDefinition<Q, R> served,
      CallMethods.Method method,
      String requestId,
      int replyBytesMax,
      Answers answers) {
    this.served = served;
    this.method = method;
    this.requestId = requestId;
    this.replyBytesMax = replyBytesMax;
    this.answers = answers;
  }

  /** Runs the method's handler; returns when it does, which may be before the last answer. */
  void run(Message request, Metadata headers) {
    try {
      ServerCall.Listener<Q> started = served.getServerCallHandler().startCall(this, headers);
      listener = started;
      // Tells of a cancel that came before there was a listener.
      started.onReady();
      started.onMessage(typed(request));
      started.onHalfClose();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "a call failed: " + method.request().getName(), e);
      fail(CallFailure.of(Status.INTERNAL.withDescription("the call failed"), new Metadata()));
    }
  }

  /** Ends the call early. Returns false when it had its last answer before. */
  boolean cancel() {
    boolean first =
        fail(
            new Refusal(
                Status.Code.CANCELLED, "CANCELLED", "the call was cancelled", List.of(), Map.of()));
    stop();
    return first;
  }

  /** The conversation is over: nothing more is said, and the handler is told to stop. */
  void abandon() {
    answered.set(true);
    stop();
  }

  @Override
  public void request(int messages) {
    // There is one, and it comes unasked.
  }

  @Override
  public void sendHeaders(Metadata headers) {
    // Nothing of them reaches the client.
  }

  @Override
  public void sendMessage(R message) {
    Reply reply = reply(message);
    if (reply.getSerializedSize() > replyBytesMax) {
      fail(tooLarge(reply.getSerializedSize()));
      stop();
    } else if (served.getMethodDescriptor().getType().serverSendsOneMessage()) {
      only = reply;
    } else {
      room.acquireUninterruptibly();
      order.lock();
      try {
        if (!answered.get()) {
          answers.reply(reply, room::release);
        }
      } finally {
        order.unlock();
      }
    }
  }

  @Override
  public void close(Status status, Metadata trailers) {
    if (!status.isOk()) {
      fail(CallFailure.of(status, trailers));
      return;
    }
    Reply held = only;
    only = null;
    Reply last = held == null ? Reply.newBuilder().setRequestId(requestId).build() : held;
    if (answered.compareAndSet(false, true)) {
      answers.last(last.toBuilder().setLast(true).build());
    }
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public MethodDescriptor<Q, R> getMethodDescriptor() {
    return served.getMethodDescriptor();
  }

  private boolean fail(Refusal refusal) {
    order.lock();
    try {
      if (answered.compareAndSet(false, true)) {
        answers.failed(refusal);
        return true;
      }
      return false;
    } finally {
      order.unlock();
    }
  }

  /** As if the client had left. */
  private void stop() {
    cancelled = true;
    room.release(Integer.MAX_VALUE / 2);
    ServerCall.Listener<Q> told = listener;
    if (told != null) {
      told.onCancel();
    }
  }

  private Reply reply(R message) {
    Reply.Builder reply = Reply.newBuilder().setRequestId(requestId);
    Message.Builder body = reply.newBuilderForField(method.response());
    if (message instanceof Message ready) {
      return reply.setField(method.response(), ready).build();
    }
    try (var bytes = served.getMethodDescriptor().streamResponse(message)) {
      return reply.setField(method.response(), body.mergeFrom(bytes).build()).build();
    } catch (IOException e) {
      throw new UncheckedIOException("an answer that is none", e);
    }
  }

  private Refusal tooLarge(int bytes) {
    return new Refusal(
        Status.Code.RESOURCE_EXHAUSTED,
        "REPLY_TOO_LARGE",
        "a reply has at most "
            + replyBytesMax
            + " bytes, not "
            + bytes
            + "; ask for less at a time",
        List.of(),
        Map.of("limit", Integer.toString(replyBytesMax)));
  }

  /** {@link CallMethods} has found the method by the type of its request. */
  @SuppressWarnings("unchecked")
  private Q typed(Message request) {
    return (Q) request;
  }
}
