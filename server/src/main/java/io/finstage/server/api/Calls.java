package io.finstage.server.api;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.finstage.proto.v1.Call;
import io.finstage.proto.v1.Reply;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.server.hub.Event;
import io.finstage.server.hub.Subscriber;
import io.grpc.Metadata;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The calls of one conversation. Each runs on a virtual thread of its own, and counts until its
 * handler has returned and its last answer is being written; so what waits for a slow reader is
 * bounded by the calls that may run, two answers for each. Thread-safe.
 */
final class Calls {

  private static final Metadata.Key<String> TIMEOUT =
      Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);

  private final CallMethods methods;
  private final Subscriber subscriber;
  private final Function<StreamEvent, byte[]> words;
  private final int callsMax;
  private final int replyBytesMax;

  private final Map<String, RunningCall<?, ?>> running = new HashMap<>();
  private int count;
  private boolean over;

  /**
   * @param words an event in the bytes of the conversation's wire
   */
  Calls(
      CallMethods methods,
      Subscriber subscriber,
      Function<StreamEvent, byte[]> words,
      ConversationConfig config) {
    this.methods = methods;
    this.subscriber = subscriber;
    this.words = words;
    this.callsMax = config.callsMax();
    this.replyBytesMax = config.replyBytesMax();
  }

  /** What is wrong with a call as it stands; empty when nothing is. */
  Optional<Refusal> check(Call call) {
    if (call.getRequestId().isEmpty()) {
      return Optional.of(
          Refusal.invalid(
              "INVALID_REQUEST_ID", "request_id", "must have at least 1 character in a call"));
    }
    if (call.hasTimeout() && !CallTimeouts.isValid(call.getTimeout())) {
      return Optional.of(Refusal.invalid("INVALID_TIMEOUT", "timeout", "must be above 0"));
    }
    FieldDescriptor field = call.getOneofFieldDescriptor(CallMethods.requests());
    if (field == null) {
      return Optional.of(
          Refusal.invalid("NO_METHOD", "call", "must have the request of one method"));
    }
    return methods.find(field).isEmpty() ? Optional.of(unserved(field)) : Optional.empty();
  }

  /** Runs a call that {@link #check} has let pass; or says why there is no room for it. */
  Optional<Refusal> start(Call call) {
    String requestId = call.getRequestId();
    FieldDescriptor field = call.getOneofFieldDescriptor(CallMethods.requests());
    CallMethods.Method method = methods.find(field).orElseThrow();
    Place place = new Place(requestId);
    RunningCall<?, ?> started = call(method, method.served(), place);
    synchronized (this) {
      if (over) {
        return Optional.empty();
      }
      if (running.containsKey(requestId)) {
        return Optional.of(inUse());
      }
      if (count >= callsMax) {
        return Optional.of(full());
      }
      count++;
      running.put(requestId, started);
    }
    Message request = (Message) call.getField(field);
    Metadata headers = new Metadata();
    if (call.hasTimeout()) {
      headers.put(TIMEOUT, CallTimeouts.header(call.getTimeout()));
    }
    var _ =
        Thread.startVirtualThread(() -> {
          try {
            started.run(request, headers);
          } finally {
            place.left();
          }
        });
    return Optional.empty();
  }

  /** Ends a call early; says why not when none runs under this id. */
  Optional<Refusal> cancel(String requestId) {
    RunningCall<?, ?> call;
    synchronized (this) {
      call = running.get(requestId);
    }
    return call != null && call.cancel() ? Optional.empty() : Optional.of(unknown());
  }

  /** The conversation is over, now and from now on. */
  void close() {
    List<RunningCall<?, ?>> left;
    synchronized (this) {
      over = true;
      left = List.copyOf(running.values());
      running.clear();
    }
    left.forEach(RunningCall::abandon);
  }

  private <Q, R> RunningCall<Q, R> call(
      CallMethods.Method method, ServerMethodDefinition<Q, R> served, Place place) {
    return new RunningCall<>(served, method, place.requestId, replyBytesMax, place);
  }

  /** What one call takes up, until its handler has returned and its last answer is written. */
  private final class Place implements RunningCall.Answers {

    private final String requestId;
    private final AtomicInteger parts = new AtomicInteger(2);

    Place(String requestId) {
      this.requestId = requestId;
    }

    @Override
    public void reply(Reply reply, Runnable taken) {
      post(StreamEvent.newBuilder().setReply(reply).build(), taken);
    }

    @Override
    public void last(Reply reply) {
      post(StreamEvent.newBuilder().setReply(reply).build(), this::answered);
    }

    @Override
    public void failed(Refusal refusal) {
      post(refusal.event(requestId), this::answered);
    }

    /** The id is free before the client can see the answer, and use it again. */
    private void answered() {
      synchronized (Calls.this) {
        running.remove(requestId);
      }
      left();
    }

    private void left() {
      if (parts.decrementAndGet() == 0) {
        synchronized (Calls.this) {
          count--;
        }
      }
    }

    private void post(StreamEvent event, Runnable taken) {
      subscriber.post(new Event.Message(new ReadyEvent(words.apply(event), taken)));
    }
  }

  private Refusal full() {
    return new Refusal(
        Status.Code.RESOURCE_EXHAUSTED,
        "TOO_MANY_CALLS",
        "at most conversation.calls-max, " + callsMax + " calls, run at a time in one conversation",
        List.of(),
        Map.of("limit", Integer.toString(callsMax)));
  }

  private static Refusal inUse() {
    return new Refusal(
        Status.Code.ALREADY_EXISTS,
        "REQUEST_ID_IN_USE",
        "a call with this request_id still runs",
        List.of(new Refusal.Violation("request_id", "must not be that of a call that runs")),
        Map.of());
  }

  private static Refusal unknown() {
    return new Refusal(
        Status.Code.NOT_FOUND,
        "NO_SUCH_CALL",
        "no call with this request_id runs",
        List.of(),
        Map.of());
  }

  private static Refusal unserved(FieldDescriptor field) {
    return new Refusal(
        Status.Code.UNIMPLEMENTED,
        "NOT_SERVED",
        "this server does not serve " + field.getName(),
        List.of(),
        Map.of());
  }
}
