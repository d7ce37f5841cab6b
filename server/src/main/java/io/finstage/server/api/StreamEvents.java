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
import io.finstage.server.hub.Event;
import io.finstage.server.hub.Gap;
import io.finstage.server.hub.Wire;
import java.util.List;

/** What the hub says, in the words of the contract. Every function is pure. */
public final class StreamEvents {

  /** The one channel there is. */
  public static final String PRICES = "prices";

  private StreamEvents() {}

  /** First event of a conversation; the limits are those of its wire. */
  public static Event.Message welcome(String epoch, ConversationConfig config, Wire wire) {
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
                            .setMessageBytes(config.messageBytesMax(wire))))
            .build());
  }

  /** An update; {@code conflated} counts what was folded into it. */
  public static StreamEvent of(
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
      case Event.OverLimit over ->
          Refusal.tooManySymbols(over.asked(), over.limit()).event(over.requestId());
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

  private static StreamEvent subscribed(Event.Subscribed event) {
    return StreamEvent.newBuilder()
        .setSubscribed(
            Subscribed.newBuilder()
                .setRequestId(event.requestId())
                .setChannel(PRICES)
                .setDelivery(delivery(event.delivery()))
                .addAllResults(results(event.results())))
        .build();
  }

  private static StreamEvent unsubscribed(Event.Unsubscribed event) {
    return StreamEvent.newBuilder()
        .setUnsubscribed(
            Unsubscribed.newBuilder()
                .setRequestId(event.requestId())
                .setChannel(PRICES)
                .addAllResults(results(event.results())))
        .build();
  }

  private static StreamEvent subscriptions(Event.Subscriptions event) {
    Subscriptions.Builder message = Subscriptions.newBuilder().setRequestId(event.requestId());
    for (Event.Subscriptions.Line line : event.lines()) {
      message.addSubscriptions(
          Subscription.newBuilder()
              .setChannel(PRICES)
              .setSymbol(line.symbol())
              .setDelivery(delivery(line.delivery()))
              .setSequence(line.sequence()));
    }
    return StreamEvent.newBuilder().setSubscriptions(message).build();
  }

  private static StreamEvent heartbeat(Event.Heartbeat event) {
    Heartbeat.Builder message = Heartbeat.newBuilder().setTime(Times.timestamp(event.time()));
    event.sequences().forEach((symbol, last) -> message.putSequences(symbol.value(), last));
    return StreamEvent.newBuilder().setHeartbeat(message).build();
  }

  private static StreamEvent gap(Gap gap) {
    return StreamEvent.newBuilder()
        .setGap(
            io.finstage.proto.v1.Gap.newBuilder()
                .setSymbol(gap.symbol().value())
                .setFromSequence(gap.from())
                .setToSequence(gap.to())
                .setCause(
                    switch (gap.cause()) {
                      case SLOW_CONSUMER -> io.finstage.proto.v1.Gap.Cause.SLOW_CONSUMER;
                      case UPSTREAM -> io.finstage.proto.v1.Gap.Cause.UPSTREAM;
                      case RESUME_EXPIRED -> io.finstage.proto.v1.Gap.Cause.RESUME_EXPIRED;
                    }))
        .build();
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
    return results.stream()
        .map(result ->
            SymbolResult.newBuilder()
                .setSymbol(result.symbol())
                .setStatus(status(result.status()))
                .setSequence(result.sequence())
                .setResumed(result.resumed())
                .build())
        .toList();
  }
}
