package io.finstage.server.api;

import io.finstage.proto.v1.ConnectRequest;
import io.finstage.proto.v1.Pong;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.proto.v1.Subscribe;
import io.finstage.proto.v1.Unsubscribe;
import io.finstage.server.hub.CloseReason;
import io.finstage.server.hub.Event;
import io.finstage.server.hub.Subscriber;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The price conversation, whatever carries it: a wire decodes what the client says and hands it in,
 * one request after the other; the answers leave through the hub. Requests wait while the client
 * does not read its answers, which is the back-pressure. One thread at a time for {@link #handle}
 * and {@link #refuse}; the others may be called by any thread.
 */
public final class Conversation {

  private final Subscriber subscriber;
  private final ConversationConfig config;
  private final InstantSource clock;
  private int errorsInARow;

  Conversation(Subscriber subscriber, ConversationConfig config, InstantSource clock) {
    this.subscriber = subscriber;
    this.config = config;
    this.clock = clock;
  }

  /** Does what the client asks, or refuses it with an error event. */
  public void handle(ConnectRequest request) throws InterruptedException {
    Optional<Refusal> refusal = check(request);
    if (refusal.isPresent()) {
      refuse(requestId(request), refusal.get());
      return;
    }
    errorsInARow = 0;
    switch (request.getRequestCase()) {
      case SUBSCRIBE -> {
        Subscribe it = request.getSubscribe();
        subscriber.subscribe(
            RequestCheck.subscribe(
                it.getRequestId(),
                it.getSymbolsList(),
                it.getDelivery(),
                !it.hasSnapshot() || it.getSnapshot(),
                it.hasResume() ? Optional.of(it.getResume()) : Optional.empty()));
      }
      case UNSUBSCRIBE ->
          subscriber.unsubscribe(
              request.getUnsubscribe().getRequestId(), request.getUnsubscribe().getSymbolsList());
      case LIST_SUBSCRIPTIONS -> subscriber.list(request.getListSubscriptions().getRequestId());
      case PING -> pong(request.getPing().getRequestId());
      case REQUEST_NOT_SET -> throw new IllegalStateException("passed the check without a request");
    }
  }

  /**
   * Answers a request that was not understood, or not granted, with an error event. After too many
   * in a row the conversation is closed.
   *
   * @param requestId as the request had it; empty when it is not known or makes no sense
   */
  public void refuse(String requestId, Refusal refusal) throws InterruptedException {
    String echo = RequestCheck.requestId(requestId).isPresent() ? "" : requestId;
    subscriber.answer(new Event.Answer(echo, refusal.event(echo)));
    errorsInARow++;
    if (errorsInARow >= config.errorsInARowMax()) {
      subscriber.close(CloseReason.TOO_MANY_ERRORS);
    }
  }

  /** Sends something that the wire worded itself; see {@link Subscriber#post}. */
  public void post(Event.Message message) {
    subscriber.post(message);
  }

  /** Says goodbye; see {@link Subscriber#close}. */
  public void close(CloseReason reason) {
    subscriber.close(reason);
  }

  /** The peer is gone; see {@link Subscriber#leave}. */
  public void leave() {
    subscriber.leave();
  }

  /** Waits for the end; see {@link Subscriber#awaitEnd}. */
  public void awaitEnd() throws InterruptedException {
    subscriber.awaitEnd();
  }

  private Optional<Refusal> check(ConnectRequest request) {
    Optional<Refusal> id = RequestCheck.requestId(requestId(request));
    if (id.isPresent()) {
      return id;
    }
    return switch (request.getRequestCase()) {
      case SUBSCRIBE -> {
        Subscribe it = request.getSubscribe();
        yield RequestCheck.channel(it.getChannel())
            .or(() -> RequestCheck.symbols(it.getSymbolsList(), config.symbolsPerConnectionMax()))
            .or(() -> RequestCheck.terms(it.getSymbolsList(), it.getDelivery(), it.getResume()));
      }
      case UNSUBSCRIBE -> {
        Unsubscribe it = request.getUnsubscribe();
        yield RequestCheck.channel(it.getChannel())
            .or(() -> RequestCheck.symbols(it.getSymbolsList(), config.symbolsPerConnectionMax()));
      }
      case LIST_SUBSCRIPTIONS, PING -> Optional.empty();
      case REQUEST_NOT_SET ->
          Optional.of(
              Refusal.invalid(
                  "NO_REQUEST",
                  "request",
                  "must be subscribe, unsubscribe, list_subscriptions or ping"));
    };
  }

  private static String requestId(ConnectRequest request) {
    return switch (request.getRequestCase()) {
      case SUBSCRIBE -> request.getSubscribe().getRequestId();
      case UNSUBSCRIBE -> request.getUnsubscribe().getRequestId();
      case LIST_SUBSCRIPTIONS -> request.getListSubscriptions().getRequestId();
      case PING -> request.getPing().getRequestId();
      case REQUEST_NOT_SET -> "";
    };
  }

  private void pong(String requestId) throws InterruptedException {
    StreamEvent event =
        StreamEvent.newBuilder()
            .setPong(
                Pong.newBuilder().setRequestId(requestId).setTime(Times.timestamp(clock.instant())))
            .build();
    subscriber.answer(new Event.Answer(requestId, event));
  }
}
