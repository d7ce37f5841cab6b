package io.finstage.server.api.grpc;

import io.finstage.proto.v1.ConnectRequest;
import io.finstage.proto.v1.StreamPricesRequest;
import io.finstage.proto.v1.Subscribe;
import io.finstage.server.api.Conversation;
import io.finstage.server.api.Conversations;
import io.finstage.server.api.Refusal;
import io.finstage.server.api.RequestCheck;
import io.finstage.server.api.StreamEvents;
import io.finstage.server.hub.Batch;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One {@code StreamPrices} call: a conversation with one request, which is refused with a status
 * instead of an event. The stream's own thread waits until it ends, because Helidon forgets a
 * stream only then.
 */
final class StreamCall extends ServerCall.Listener<StreamPricesRequest> {

  private final ServerCall<StreamPricesRequest, Batch> call;
  private final Conversations conversations;
  private final InstantSource clock;
  private @Nullable StreamPricesRequest request;
  private volatile @Nullable Conversation conversation;
  private volatile boolean cancelled;

  private StreamCall(
      ServerCall<StreamPricesRequest, Batch> call,
      Conversations conversations,
      InstantSource clock) {
    this.call = call;
    this.conversations = conversations;
    this.clock = clock;
  }

  /** Serves one subscription per call. */
  static ServerCallHandler<StreamPricesRequest, Batch> handler(
      Conversations conversations, InstantSource clock) {
    return (call, headers) -> {
      // Two, so that a second message is seen and refused.
      call.request(2);
      return new StreamCall(call, conversations, clock);
    };
  }

  @Override
  public void onMessage(StreamPricesRequest message) {
    if (request != null) {
      RichStatus.close(call, Refusal.invalid("TOO_MANY_REQUESTS", "request", "must be sent once"));
    } else {
      request = message;
    }
  }

  @Override
  public void onHalfClose() {
    StreamPricesRequest asked = request;
    if (asked == null) {
      RichStatus.close(call, Refusal.invalid("NO_REQUEST", "request", "must be sent once"));
      return;
    }
    Optional<Refusal> refusal =
        RequestCheck.symbols(
                asked.getSymbolsList(), conversations.config().symbolsPerConnectionMax())
            .or(() ->
                RequestCheck.terms(asked.getSymbolsList(), asked.getDelivery(), asked.getResume()));
    if (refusal.isPresent()) {
      RichStatus.close(call, refusal.get());
      return;
    }
    call.sendHeaders(new Metadata());
    Optional<Conversation> opened = conversations.open(new GrpcOutlet(call, clock));
    if (opened.isEmpty()) {
      RichStatus.close(call, Refusal.tooManySubscribers());
      return;
    }
    serve(opened.get(), subscribe(asked));
  }

  @Override
  public void onCancel() {
    cancelled = true;
    Conversation running = conversation;
    if (running != null) {
      running.leave();
    }
  }

  private void serve(Conversation opened, ConnectRequest subscribe) {
    conversation = opened;
    if (cancelled) {
      opened.leave();
    }
    try {
      opened.handle(subscribe);
      opened.awaitEnd();
    } catch (InterruptedException e) {
      opened.leave();
      Thread.currentThread().interrupt();
    }
  }

  private static ConnectRequest subscribe(StreamPricesRequest asked) {
    Subscribe.Builder subscribe =
        Subscribe.newBuilder()
            .setChannel(StreamEvents.PRICES)
            .addAllSymbols(asked.getSymbolsList())
            .setDelivery(asked.getDelivery());
    if (asked.hasSnapshot()) {
      subscribe.setSnapshot(asked.getSnapshot());
    }
    if (asked.hasResume()) {
      subscribe.setResume(asked.getResume());
    }
    return ConnectRequest.newBuilder().setSubscribe(subscribe).build();
  }
}
