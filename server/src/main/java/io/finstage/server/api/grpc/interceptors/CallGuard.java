package io.finstage.server.api.grpc.interceptors;

import io.finstage.server.api.Refusal;
import io.finstage.server.metrics.RequestMeter;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Contexts;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.helidon.common.Weighted;
import io.helidon.webserver.CloseConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The outermost interceptor: mends what Helidon's gRPC leaves to the service, so that every call
 * ends with one status that tells the truth, and is counted once.
 *
 * <ul>
 *   <li>A handler that throws: INTERNAL, with an id that is also in the log.
 *   <li>A request that cannot be read, or is too large: INVALID_ARGUMENT or RESOURCE_EXHAUSTED, and
 *       nothing after it reaches the handler.
 *   <li>{@code grpc-timeout}: the deadline of the {@link Context}, and DEADLINE_EXCEEDED.
 *   <li>A compressed request: UNIMPLEMENTED, since compression is off.
 * </ul>
 *
 * <p>One thread watches all deadlines; there is at most one per live call. Thread-safe.
 */
public final class CallGuard implements ServerInterceptor, Weighted, AutoCloseable {

  private static final System.Logger LOG = System.getLogger(CallGuard.class.getName());
  private static final Metadata.Key<String> TIMEOUT = ascii("grpc-timeout");
  private static final Metadata.Key<String> ENCODING = ascii("grpc-encoding");
  private static final Metadata.Key<String> ACCEPT_ENCODING = ascii("grpc-accept-encoding");

  /** A header may ask for thousands of years, which nanoseconds cannot count. */
  private static final Duration TIMEOUT_MAX = Duration.ofDays(365);

  /** Above Helidon's own interceptors. */
  private static final double OUTERMOST = 10_000;

  private final RequestMeter meter;
  private final int messageBytesMax;
  private final Deadline.Ticker ticker;
  private final ScheduledThreadPoolExecutor deadlines;

  /**
   * @param messageBytesMax largest request message that the listener reads, in bytes
   * @param ticker measures calls and deadlines
   */
  public CallGuard(RequestMeter meter, int messageBytesMax, Deadline.Ticker ticker) {
    this.meter = meter;
    this.messageBytesMax = messageBytesMax;
    this.ticker = ticker;
    this.deadlines =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("grpc-deadlines").factory());
    deadlines.setRemoveOnCancelPolicy(true);
  }

  @Override
  public double weight() {
    return OUTERMOST;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Optional<Duration> timeout =
        Optional.ofNullable(headers.get(TIMEOUT)).flatMap(CallTimeout::parse);
    CancellableContext context =
        timeout.isPresent()
            ? Context.current().withDeadline(deadline(timeout.get()), deadlines)
            : Context.current().withCancellation();
    long start = ticker.nanoTime();
    MethodDescriptor<Q, R> method = call.getMethodDescriptor();
    GuardedCall<Q, R> guarded =
        new GuardedCall<>(
            call,
            status -> {
              meter.ended(
                  String.valueOf(method.getServiceName()),
                  String.valueOf(method.getBareMethodName()),
                  status.getCode().name(),
                  ticker.nanoTime() - start);
              context.cancel(null);
            });
    if (headers.get(TIMEOUT) != null && timeout.isEmpty()) {
      close(
          guarded,
          Refusal.invalid("INVALID_TIMEOUT", "grpc-timeout", "must be 1 to 8 digits and a unit"));
      return new ServerCall.Listener<>() {};
    }
    String encoding = headers.get(ENCODING);
    if (encoding != null && !encoding.equals("identity")) {
      refuseEncoding(guarded);
      return new ServerCall.Listener<>() {};
    }
    return start(guarded, context, headers, next);
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
  }

  private <Q, R> ServerCall.Listener<Q> start(
      GuardedCall<Q, R> call,
      CancellableContext context,
      Metadata headers,
      ServerCallHandler<Q, R> next) {
    ServerCall.Listener<Q> handler;
    try {
      handler = Contexts.interceptCall(context, call, headers, next);
    } catch (Throwable e) {
      fail(call, e);
      return new ServerCall.Listener<>() {};
    }
    GuardedListener<Q, R> listener =
        new GuardedListener<>(
            call, handler, e -> fail(call, e), refusal -> close(call, refusal), messageBytesMax);
    context.addListener(
        ended -> {
          if (ended.cancellationCause() instanceof TimeoutException) {
            // Not on the thread that watches the deadlines: a status may wait for the connection.
            Thread.startVirtualThread(() -> {
              close(call, deadlineExceeded());
              listener.expired();
            });
          }
        },
        Runnable::run);
    return listener;
  }

  private Deadline deadline(Duration timeout) {
    Duration bounded = timeout.compareTo(TIMEOUT_MAX) < 0 ? timeout : TIMEOUT_MAX;
    return Deadline.after(bounded.toNanos(), TimeUnit.NANOSECONDS, ticker);
  }

  private static void fail(GuardedCall<?, ?> call, Throwable thrown) {
    if (call.isCancelledByClient()) {
      // Whatever it is came of the cancel; there is nobody to tell.
      call.cancelled();
      return;
    }
    switch (thrown) {
      case StatusRuntimeException e -> call.close(e.getStatus(), trailers(e.getTrailers()));
      case StatusException e -> call.close(e.getStatus(), trailers(e.getTrailers()));
      // Not the handler's fault: the connection is gone.
      case CloseConnectionException e -> call.cancelled();
      default -> {
        String id = Integer.toHexString(ThreadLocalRandom.current().nextInt());
        if (!call.isOver()) {
          LOG.log(
              System.Logger.Level.ERROR,
              "error " + id + " in " + call.getMethodDescriptor().getFullMethodName(),
              thrown);
        }
        close(
            call,
            new Refusal(
                Status.Code.INTERNAL,
                "INTERNAL",
                "internal error " + id + "; the server's log has it",
                List.of(),
                Map.of("id", id)));
      }
    }
  }

  private static void close(GuardedCall<?, ?> call, Refusal refusal) {
    StatusRuntimeException rich = StatusProto.toStatusRuntimeException(refusal.rpcStatus());
    call.close(rich.getStatus(), trailers(rich.getTrailers()));
  }

  private static void refuseEncoding(GuardedCall<?, ?> call) {
    Metadata trailers = new Metadata();
    trailers.put(ACCEPT_ENCODING, "identity");
    call.close(Status.UNIMPLEMENTED.withDescription("requests must not be compressed"), trailers);
  }

  private static Refusal deadlineExceeded() {
    return new Refusal(
        Status.Code.DEADLINE_EXCEEDED,
        "DEADLINE_EXCEEDED",
        "the deadline has passed",
        List.of(),
        Map.of());
  }

  private static Metadata trailers(@Nullable Metadata trailers) {
    return trailers == null ? new Metadata() : trailers;
  }

  private static Metadata.Key<String> ascii(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
