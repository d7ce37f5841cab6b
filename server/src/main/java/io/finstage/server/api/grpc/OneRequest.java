package io.finstage.server.api.grpc;

import io.finstage.server.api.Refusal;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call that takes exactly one request and answers it for as long as it likes, on the stream's own
 * thread. A call without a request, or with two, is refused.
 */
abstract class OneRequest<Q, R> extends ServerCall.Listener<Q> {

  private final ServerCall<Q, R> call;
  private @Nullable Q request;
  private boolean refused;

  OneRequest(ServerCall<Q, R> call) {
    this.call = call;
  }

  /**
   * @param begin makes the listener of a call
   */
  static <Q, R> ServerCallHandler<Q, R> handler(
      Function<ServerCall<Q, R>, OneRequest<Q, R>> begin) {
    return (call, headers) -> {
      // Two, so that a second message is seen and refused.
      call.request(2);
      return begin.apply(call);
    };
  }

  /** Answers the request, and ends the call. */
  abstract void serve(Q asked);

  final ServerCall<Q, R> call() {
    return call;
  }

  final void refuse(Refusal refusal) {
    RichStatus.close(call, refusal);
  }

  @Override
  public final void onMessage(Q message) {
    if (request == null) {
      request = message;
    } else if (!refused) {
      refused = true;
      refuse(Refusal.invalid("TOO_MANY_REQUESTS", "request", "must be sent once"));
    }
  }

  @Override
  public final void onHalfClose() {
    Q asked = request;
    if (refused) {
      return;
    }
    if (asked == null) {
      refuse(Refusal.invalid("NO_REQUEST", "request", "must be sent once"));
      return;
    }
    // What was sent is not held for as long as the answer lasts.
    request = null;
    serve(asked);
  }
}
