package io.finstage.server.api;

import io.finstage.proto.v1.StreamEvent;
import io.finstage.proto.v1.Subscribe;
import io.finstage.server.alerts.Alerts;
import io.finstage.server.hub.Event;
import io.finstage.server.hub.Outlet;
import io.finstage.server.hub.PriceHub;
import io.finstage.server.hub.SubscribeRequest;
import io.finstage.server.hub.Subscriber;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Where a wire opens a conversation. Thread-safe. */
public final class Conversations {

  private final PriceHub hub;
  private final RequestCheck check;
  private final ConversationConfig config;
  private final InstantSource clock;
  private final Optional<TaskChannel> tasks;
  private volatile Optional<Alerts> alerts = Optional.empty();
  private volatile CallMethods methods = CallMethods.NONE;

  /** Conversations about every channel that the hub serves, where {@code texts} are indicators. */
  public Conversations(
      PriceHub hub, IndicatorTexts texts, ConversationConfig config, InstantSource clock) {
    this(hub, texts, config, clock, Optional.empty());
  }

  /** Likewise, and about tasks where there is a channel of them. */
  public Conversations(
      PriceHub hub,
      IndicatorTexts texts,
      ConversationConfig config,
      InstantSource clock,
      Optional<TaskChannel> tasks) {
    this.hub = hub;
    this.check =
        new RequestCheck(
            new TopicCheck(hub::serves, texts, this::others), config.symbolsPerConnectionMax());
    this.config = config;
    this.clock = clock;
    this.tasks = tasks;
  }

  /** From now on there is a channel of alerts. Before anybody connects. */
  public void serve(Alerts served) {
    alerts = Optional.of(served);
  }

  /** From now on these may be called. Before anybody connects. */
  public void serve(CallMethods called) {
    methods = called;
  }

  /** Starts a conversation whose wire carries protobuf; see {@link #open(Outlet, Function)}. */
  public Optional<Conversation> open(Outlet outlet) {
    return open(outlet, ProtobufEvents::field);
  }

  /**
   * Starts a conversation; the welcome is written first.
   *
   * @param words an event in the bytes that the outlet appends to a batch; called by any thread
   * @return empty when there are as many subscribers as there may be: see {@link
   *     Refusal#tooManySubscribers}
   */
  public Optional<Conversation> open(Outlet outlet, Function<StreamEvent, byte[]> words) {
    int tasksMax = tasks.map(TaskChannel::watchesMax).orElse(0);
    int callsMax = methods.isEmpty() ? 0 : config.callsMax();
    Event.Message welcome =
        StreamEvents.welcome(hub.epoch(), config, tasksMax, callsMax, outlet.wire());
    return hub.join(outlet, welcome)
        .map(subscriber ->
            new Conversation(
                subscriber,
                check,
                config,
                clock,
                watches(subscriber),
                channel(subscriber),
                calls(subscriber, words)));
  }

  private Calls calls(Subscriber subscriber, Function<StreamEvent, byte[]> words) {
    Calls calls = new Calls(methods, subscriber, words, config);
    subscriber.whenOver(calls::close);
    return calls;
  }

  private Optional<TaskWatches> watches(Subscriber subscriber) {
    Optional<TaskWatches> watches = tasks.map(channel -> new TaskWatches(channel, subscriber));
    watches.ifPresent(it -> subscriber.whenOver(it::close));
    return watches;
  }

  private Optional<AlertChannel> channel(Subscriber subscriber) {
    Optional<AlertChannel> channel = alerts.map(it -> new AlertChannel(it, subscriber));
    channel.ifPresent(it -> subscriber.whenOver(it::close));
    return channel;
  }

  /** Channels that the hub does not serve. */
  private List<String> others() {
    return Stream.concat(
            tasks.stream().map(it -> TaskChannel.NAME),
            alerts.stream().map(it -> AlertChannel.NAME))
        .toList();
  }

  /** Why a conversation would refuse {@code request}; empty when it would not. */
  public Optional<Refusal> refusal(Subscribe request) {
    return switch (check.subscribe(request)) {
      case RequestCheck.Outcome.Fine<SubscribeRequest> fine -> Optional.empty();
      case RequestCheck.Outcome.Refused<SubscribeRequest>(Refusal refusal) -> Optional.of(refusal);
    };
  }

  /** The limits in force. */
  public ConversationConfig config() {
    return config;
  }
}
