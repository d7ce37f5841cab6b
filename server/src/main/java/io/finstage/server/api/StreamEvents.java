package io.finstage.server.api;

import io.finstage.proto.v1.Closing;
import io.finstage.proto.v1.Delivery;
import io.finstage.proto.v1.Heartbeat;
import io.finstage.proto.v1.Limits;
import io.finstage.proto.v1.PriceData;
import io.finstage.proto.v1.PriceUpdate;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.proto.v1.Subscribed;
import io.finstage.proto.v1.Subscription;
import io.finstage.proto.v1.Subscriptions;
import io.finstage.proto.v1.SymbolResult;
import io.finstage.proto.v1.SymbolStatus;
import io.finstage.proto.v1.Unsubscribed;
import io.finstage.proto.v1.Welcome;
import io.finstage.server.hub.Aspect;
import io.finstage.server.hub.Channel;
import io.finstage.server.hub.Event;
import io.finstage.server.hub.Gap;
import io.finstage.server.hub.TopicUpdate;
import io.finstage.server.hub.Update;
import io.finstage.server.hub.Wire;
import java.util.List;

/** What the hub says, in the words of the contract. Every function is pure. */
public final class StreamEvents {

  /** The channel that there is in any case. */
  public static final String PRICES = "prices";

  private StreamEvents() {}

  /**
   * First event of a conversation; the limits are those of its wire.
   *
   * @param tasksMax tasks that may be subscribed; 0 where there is no channel of them
   * @param callsMax calls that may run at a time; 0 where there are none
   */
  public static Event.Message welcome(
      String epoch, ConversationConfig config, int tasksMax, int callsMax, Wire wire) {
    return new Event.Message(
        StreamEvent.newBuilder()
            .setWelcome(
                Welcome.newBuilder()
                    .setEpoch(epoch)
                    .setServerVersion(ServerVersion.TEXT)
                    .setHeartbeatIntervalMs((int) config.heartbeatInterval().toMillis())
                    .setLimits(
                        Limits.newBuilder()
                            .setSymbolsPerConnection(config.symbolsPerConnectionMax())
                            .setMessageBytes(config.messageBytesMax(wire))
                            .setTopicsPerConnection(config.topicsPerConnectionMax())
                            .setIndicatorsPerRequest(TopicCheck.INDICATORS_MAX)
                            .setTasksPerConnection(tasksMax)
                            .setCallsPerConnection(callsMax)))
            .build());
  }

  /** An update; {@code conflated} counts what was folded into it. */
  public static StreamEvent of(Update update, boolean snapshot, long conflated) {
    return switch (update) {
      case io.finstage.server.hub.PriceUpdate price -> of(price, snapshot, conflated);
      case TopicUpdate topic -> TopicEvents.of(topic, snapshot, conflated);
    };
  }

  private static StreamEvent of(
      io.finstage.server.hub.PriceUpdate update, boolean snapshot, long conflated) {
    PriceUpdate.Builder message =
        PriceUpdate.newBuilder()
            .setSymbol(update.symbol().value())
            .setSequence(update.sequence())
            .setSnapshot(snapshot)
            .setConflated(conflated)
            .setData(data(update))
            .setTimestamp(Times.timestamp(update.timestamp()))
            .setReceivedAt(Times.timestamp(update.receivedAt()));
    return StreamEvent.newBuilder().setPriceUpdate(message).build();
  }

  /** What is known of a price; what is not known is absent. */
  public static PriceData data(io.finstage.server.hub.PriceUpdate update) {
    PriceData.Builder data = PriceData.newBuilder();
    if (!Double.isNaN(update.price())) {
      data.setPrice(update.price());
    }
    if (!Double.isNaN(update.size())) {
      data.setSize(update.size());
    }
    if (!Double.isNaN(update.bid())) {
      data.setBid(update.bid());
    }
    if (!Double.isNaN(update.ask())) {
      data.setAsk(update.ask());
    }
    return data.build();
  }

  /** Anything but an update. */
  public static StreamEvent of(Event event) {
    return switch (event) {
      case Event.Answer answer -> (StreamEvent) answer.payload();
      case Event.Message message -> (StreamEvent) message.payload();
      case Event.OverLimit over -> overLimit(over).event(over.requestId());
      case Event.NotOpened refused ->
          Refusal.topicsMax("topic " + refused.topic(), refused.limit()).event("");
      case Event.Subscribed subscribed -> subscribed(subscribed);
      case Event.Unsubscribed unsubscribed -> unsubscribed(unsubscribed);
      case Event.Subscriptions subscriptions -> subscriptions(subscriptions);
      case Event.Heartbeat heartbeat -> heartbeat(heartbeat);
      case Gap gap -> gap(gap);
      case Event.Closing closing ->
          StreamEvent.newBuilder()
              .setClosing(
                  Closing.newBuilder()
                      .setReason(closing.reason().name())
                      .setReconnect(closing.reason().reconnect()))
              .build();
    };
  }

  /** A status as the contract names it. */
  public static SymbolStatus.Value status(Event.Status status) {
    return switch (status) {
      case OK -> SymbolStatus.Value.OK;
      case PENDING -> SymbolStatus.Value.PENDING;
      case UNKNOWN_SYMBOL -> SymbolStatus.Value.UNKNOWN_SYMBOL;
      case INVALID_SYMBOL -> SymbolStatus.Value.INVALID_SYMBOL;
      case ALREADY_SUBSCRIBED -> SymbolStatus.Value.ALREADY_SUBSCRIBED;
      case NOT_SUBSCRIBED -> SymbolStatus.Value.NOT_SUBSCRIBED;
    };
  }

  private static Refusal overLimit(Event.OverLimit over) {
    return switch (over.kind()) {
      case SYMBOLS_PER_CONNECTION -> Refusal.tooManySymbols(over.asked(), over.limit());
      case TOPICS_PER_CONNECTION -> Refusal.tooManyTopics(over.asked(), over.limit());
      case TOPICS -> Refusal.topicsMax("the request", over.limit());
    };
  }

  private static StreamEvent subscribed(Event.Subscribed event) {
    return StreamEvent.newBuilder()
        .setSubscribed(
            Subscribed.newBuilder()
                .setRequestId(event.requestId())
                .setChannel(Aspects.channel(event.channel()))
                .setDelivery(delivery(event.delivery()))
                .addAllResults(results(event.results())))
        .build();
  }

  private static StreamEvent unsubscribed(Event.Unsubscribed event) {
    return StreamEvent.newBuilder()
        .setUnsubscribed(
            Unsubscribed.newBuilder()
                .setRequestId(event.requestId())
                .setChannel(Aspects.channel(event.channel()))
                .addAllResults(results(event.results())))
        .build();
  }

  private static StreamEvent subscriptions(Event.Subscriptions event) {
    Subscriptions.Builder message = Subscriptions.newBuilder().setRequestId(event.requestId());
    for (Event.Subscriptions.Line line : event.lines()) {
      Aspect aspect = line.aspect();
      Subscription.Builder subscription =
          message
              .addSubscriptionsBuilder()
              .setChannel(Aspects.channel(aspect.channel()))
              .setSymbol(line.symbol())
              .setDelivery(delivery(line.delivery()))
              .setSequence(line.sequence());
      switch (aspect) {
        case Aspect.Prices prices -> {}
        case Aspect.Bars bars -> subscription.setInterval(bars.interval().toString());
        case Aspect.Indicator it ->
            subscription.setInterval(it.interval().toString()).setIndicator(it.text());
      }
      if (Aspects.closedOnly(aspect)) {
        subscription.setClosedOnly(true);
      }
    }
    event.others().forEach(other -> message.addSubscriptions((Subscription) other));
    return StreamEvent.newBuilder().setSubscriptions(message).build();
  }

  private static StreamEvent heartbeat(Event.Heartbeat event) {
    Heartbeat.Builder message = Heartbeat.newBuilder().setTime(Times.timestamp(event.time()));
    event.sequences().forEach((topic, last) -> message.putSequences(topic.name(), last));
    return StreamEvent.newBuilder().setHeartbeat(message).build();
  }

  private static StreamEvent gap(Gap gap) {
    Aspect aspect = gap.topic().aspect();
    io.finstage.proto.v1.Gap.Builder message =
        io.finstage.proto.v1.Gap.newBuilder()
            .setSymbol(gap.topic().symbol().value())
            .setFromSequence(gap.from())
            .setToSequence(gap.to())
            .setCause(
                switch (gap.cause()) {
                  case SLOW_CONSUMER -> io.finstage.proto.v1.Gap.Cause.SLOW_CONSUMER;
                  case UPSTREAM -> io.finstage.proto.v1.Gap.Cause.UPSTREAM;
                  case RESUME_EXPIRED -> io.finstage.proto.v1.Gap.Cause.RESUME_EXPIRED;
                });
    switch (aspect) {
      case Aspect.Prices prices -> {}
      case Aspect.Bars bars ->
          message.setChannel(Aspects.channel(Channel.BARS)).setInterval(bars.interval().toString());
      case Aspect.Indicator it ->
          message
              .setChannel(Aspects.channel(Channel.INDICATORS))
              .setInterval(it.interval().toString())
              .setIndicator(it.text());
    }
    if (Aspects.closedOnly(aspect)) {
      message.setClosedOnly(true);
    }
    return StreamEvent.newBuilder().setGap(message).build();
  }

  private static Delivery delivery(io.finstage.server.hub.Delivery delivery) {
    return switch (delivery) {
      case io.finstage.server.hub.Delivery.Every every ->
          Delivery.newBuilder().setMode(Delivery.Mode.EVERY).build();
      case io.finstage.server.hub.Delivery.Latest latest ->
          Delivery.newBuilder().setMode(Delivery.Mode.LATEST).build();
      case io.finstage.server.hub.Delivery.Interval interval ->
          Delivery.newBuilder()
              .setMode(Delivery.Mode.INTERVAL)
              .setIntervalMs((int) interval.interval().toMillis())
              .build();
    };
  }

  private static List<SymbolResult> results(List<Event.Result> results) {
    return results.stream().map(StreamEvents::result).toList();
  }

  private static SymbolResult result(Event.Result result) {
    SymbolResult.Builder message =
        SymbolResult.newBuilder()
            .setSymbol(result.symbol())
            .setStatus(status(result.status()))
            .setSequence(result.sequence())
            .setResumed(result.resumed());
    switch (result.aspect()) {
      case null -> {}
      case Aspect.Prices prices -> {}
      case Aspect.Bars bars -> message.setInterval(bars.interval().toString());
      case Aspect.Indicator it ->
          message.setInterval(it.interval().toString()).setIndicator(it.text());
    }
    if (result.aspect() != null && Aspects.closedOnly(result.aspect())) {
      message.setClosedOnly(true);
    }
    return message.build();
  }
}
