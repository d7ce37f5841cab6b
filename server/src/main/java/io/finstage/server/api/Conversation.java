package io.finstage.server.api;

import io.finstage.proto.v1.Call;
import io.finstage.proto.v1.ConnectRequest;
import io.finstage.proto.v1.Pong;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.proto.v1.Subscribe;
import io.finstage.proto.v1.Subscription;
import io.finstage.proto.v1.Unsubscribe;
import io.finstage.server.hub.CloseReason;
import io.finstage.server.hub.Event;
import io.finstage.server.hub.SubscribeRequest;
import io.finstage.server.hub.Subscriber;
import io.finstage.server.hub.UnsubscribeRequest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The conversation, whatever carries it: a wire decodes what the client says and hands it in, one
 * request after the other; the answers leave through the hub. Requests wait while the client does
 * not read its answers, which is the back-pressure. One thread at a time for {@link #handle} and
 * {@link #refuse}; the others may be called by any thread.
 */
public final class Conversation {

  private final Subscriber subscriber;
  private final RequestCheck check;
  private final ConversationConfig config;
  private final InstantSource clock;

  /** Absent where there is no channel of tasks. */
  private final Optional<TaskWatches> tasks;

  /** Absent where there is no channel of alerts. */
  private final Optional<AlertChannel> alerts;

  private final Calls calls;

  private int errorsInARow;

  Conversation(
      Subscriber subscriber,
      RequestCheck check,
      ConversationConfig config,
      InstantSource clock,
      Optional<TaskWatches> tasks,
      Optional<AlertChannel> alerts,
      Calls calls) {
    this.subscriber = subscriber;
    this.check = check;
    this.config = config;
    this.clock = clock;
    this.tasks = tasks;
    this.alerts = alerts;
    this.calls = calls;
  }

  /** Does what the client asks, or refuses it with an error event. */
  public void handle(ConnectRequest request) throws InterruptedException {
    Optional<Refusal> id = RequestCheck.requestId(requestId(request));
    if (id.isPresent()) {
      refuse(requestId(request), id.get());
      return;
    }
    switch (request.getRequestCase()) {
      case SUBSCRIBE -> subscribe(request.getSubscribe());
      case UNSUBSCRIBE -> unsubscribe(request.getUnsubscribe());
      case LIST_SUBSCRIPTIONS -> {
        errorsInARow = 0;
        List<Subscription> others = new ArrayList<>();
        tasks.ifPresent(it -> others.addAll(it.lines()));
        alerts.ifPresent(it -> others.addAll(it.lines()));
        subscriber.list(request.getListSubscriptions().getRequestId(), others);
      }
      case PING -> {
        errorsInARow = 0;
        pong(request.getPing().getRequestId());
      }
      case CALL -> call(request.getCall());
      case CANCEL_CALL -> cancel(request.getCancelCall().getRequestId());
      case REQUEST_NOT_SET ->
          refuse(
              "",
              Refusal.invalid(
                  "NO_REQUEST",
                  "request",
                  "must be subscribe, unsubscribe, list_subscriptions, ping, call or cancel_call"));
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

  private void subscribe(Subscribe request) throws InterruptedException {
    if (tasks.isPresent() && request.getChannel().equals(TaskChannel.NAME)) {
      done(request.getRequestId(), tasks.get().subscribe(request));
      return;
    }
    if (alerts.isPresent() && request.getChannel().equals(AlertChannel.NAME)) {
      done(request.getRequestId(), alerts.get().subscribe(request));
      return;
    }
    switch (check.subscribe(request)) {
      case RequestCheck.Outcome.Fine<SubscribeRequest>(SubscribeRequest wish) -> {
        errorsInARow = 0;
        subscriber.subscribe(wish);
      }
      case RequestCheck.Outcome.Refused<SubscribeRequest>(Refusal refusal) ->
          refuse(request.getRequestId(), refusal);
    }
  }

  private void unsubscribe(Unsubscribe request) throws InterruptedException {
    if (tasks.isPresent() && request.getChannel().equals(TaskChannel.NAME)) {
      done(request.getRequestId(), tasks.get().unsubscribe(request));
      return;
    }
    if (alerts.isPresent() && request.getChannel().equals(AlertChannel.NAME)) {
      done(request.getRequestId(), alerts.get().unsubscribe(request));
      return;
    }
    switch (check.unsubscribe(request)) {
      case RequestCheck.Outcome.Fine<UnsubscribeRequest>(UnsubscribeRequest wish) -> {
        errorsInARow = 0;
        subscriber.unsubscribe(wish);
      }
      case RequestCheck.Outcome.Refused<UnsubscribeRequest>(Refusal refusal) ->
          refuse(request.getRequestId(), refusal);
    }
  }

  /** That there is no room is no error of the client; a call that fails is none either. */
  private void call(Call call) throws InterruptedException {
    Optional<Refusal> wrong = calls.check(call);
    if (wrong.isPresent()) {
      refuse(call.getRequestId(), wrong.get());
      return;
    }
    errorsInARow = 0;
    answer(call.getRequestId(), calls.start(call));
  }

  private void cancel(String requestId) throws InterruptedException {
    errorsInARow = 0;
    answer(requestId, calls.cancel(requestId));
  }

  private void answer(String requestId, Optional<Refusal> refusal) throws InterruptedException {
    if (refusal.isPresent()) {
      subscriber.answer(new Event.Answer(requestId, refusal.get().event(requestId)));
    }
  }

  private void done(String requestId, Optional<Refusal> refusal) throws InterruptedException {
    if (refusal.isPresent()) {
      refuse(requestId, refusal.get());
    } else {
      errorsInARow = 0;
    }
  }

  private static String requestId(ConnectRequest request) {
    return switch (request.getRequestCase()) {
      case SUBSCRIBE -> request.getSubscribe().getRequestId();
      case UNSUBSCRIBE -> request.getUnsubscribe().getRequestId();
      case LIST_SUBSCRIPTIONS -> request.getListSubscriptions().getRequestId();
      case PING -> request.getPing().getRequestId();
      case CALL -> request.getCall().getRequestId();
      case CANCEL_CALL -> request.getCancelCall().getRequestId();
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
