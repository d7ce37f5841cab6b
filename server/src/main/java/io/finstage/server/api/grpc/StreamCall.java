package io.finstage.server.api.grpc;

import io.finstage.proto.v1.ConnectRequest;
import io.finstage.proto.v1.StreamIndicatorsRequest;
import io.finstage.proto.v1.StreamPricesRequest;
import io.finstage.proto.v1.Subscribe;
import io.finstage.server.api.Conversation;
import io.finstage.server.api.Conversations;
import io.finstage.server.api.Refusal;
import io.finstage.server.api.StreamEvents;
import io.finstage.server.hub.Batch;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One {@code StreamPrices} or {@code StreamIndicators} call: a conversation with one request, which
 * is refused with a status instead of an event. The stream's own thread waits until it ends,
 * because Helidon forgets a stream only then.
 */
final class StreamCall<Q> extends OneRequest<Q, Batch> {

  private final Function<Q, Subscribe> meaning;
  private final Conversations conversations;
  private final InstantSource clock;
  private volatile @Nullable Conversation conversation;
  private volatile boolean cancelled;

  private StreamCall(
      ServerCall<Q, Batch> call,
      Function<Q, Subscribe> meaning,
      Conversations conversations,
      InstantSource clock) {
    super(call);
    this.meaning = meaning;
    this.conversations = conversations;
    this.clock = clock;
  }

  /** Serves one subscription to prices per call. */
  static ServerCallHandler<StreamPricesRequest, Batch> prices(
      Conversations conversations, InstantSource clock) {
    return handler(StreamCall::toPrices, conversations, clock);
  }

  /** Serves one subscription to indicators and signals per call. */
  static ServerCallHandler<StreamIndicatorsRequest, Batch> indicators(
      Conversations conversations, InstantSource clock) {
    return handler(StreamCall::toIndicators, conversations, clock);
  }

  private static <Q> ServerCallHandler<Q, Batch> handler(
      Function<Q, Subscribe> meaning, Conversations conversations, InstantSource clock) {
    return OneRequest.handler(call -> new StreamCall<>(call, meaning, conversations, clock));
  }

  @Override
  void serve(Q asked) {
    Subscribe subscribe = meaning.apply(asked);
    Optional<Refusal> refusal = conversations.refusal(subscribe);
    if (refusal.isPresent()) {
      refuse(refusal.get());
      return;
    }
    call().sendHeaders(new Metadata());
    Optional<Conversation> opened = conversations.open(new GrpcOutlet(call(), clock));
    if (opened.isEmpty()) {
      refuse(Refusal.tooManySubscribers());
      return;
    }
    converse(opened.get(), ConnectRequest.newBuilder().setSubscribe(subscribe).build());
  }

  @Override
  public void onCancel() {
    cancelled = true;
    Conversation running = conversation;
    if (running != null) {
      running.leave();
    }
  }

  private void converse(Conversation opened, ConnectRequest subscribe) {
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

  private static Subscribe toPrices(StreamPricesRequest asked) {
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
    return subscribe.build();
  }

  private static Subscribe toIndicators(StreamIndicatorsRequest asked) {
    Subscribe.Builder subscribe =
        Subscribe.newBuilder()
            .setChannel("indicators")
            .addAllSymbols(asked.getSymbolsList())
            .setInterval(asked.getInterval())
            .addAllIndicators(asked.getIndicatorsList())
            .setClosedOnly(asked.getClosedOnly())
            .setDelivery(asked.getDelivery());
    if (asked.hasSnapshot()) {
      subscribe.setSnapshot(asked.getSnapshot());
    }
    if (asked.hasResume()) {
      subscribe.setResume(asked.getResume());
    }
    return subscribe.build();
  }
}
