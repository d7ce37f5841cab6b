package io.finstage.client;

import com.google.protobuf.Timestamp;
import io.finstage.proto.v1.PriceData;
import io.finstage.proto.v1.Subscribe;
import io.finstage.proto.v1.SymbolStatus.Value;
import io.finstage.proto.v1.Unsubscribe;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Between the generated types and ours. */
final class Wire {

  private Wire() {}

  static PriceUpdate update(io.finstage.proto.v1.PriceUpdate wire, Instant sentAt) {
    PriceData data = wire.getData();
    return new PriceUpdate(
        wire.getSymbol(),
        wire.getSequence(),
        wire.getSnapshot(),
        wire.getConflated(),
        data.hasPrice() ? data.getPrice() : Double.NaN,
        data.hasSize() ? data.getSize() : Double.NaN,
        data.hasBid() ? data.getBid() : Double.NaN,
        data.hasAsk() ? data.getAsk() : Double.NaN,
        instant(wire.getTimestamp()),
        instant(wire.getReceivedAt()),
        sentAt);
  }

  static BarUpdate update(io.finstage.proto.v1.BarUpdate wire, Instant sentAt) {
    return new BarUpdate(
        wire.getSymbol(),
        wire.getInterval(),
        wire.getSequence(),
        wire.getSnapshot(),
        wire.getConflated(),
        wire.getClosed(),
        bar(wire.getBar()),
        wire.getClosedOnly(),
        sentAt);
  }

  static IndicatorUpdate update(io.finstage.proto.v1.IndicatorUpdate wire, Instant sentAt) {
    return new IndicatorUpdate(
        wire.getSymbol(),
        wire.getInterval(),
        wire.getIndicator(),
        wire.getSequence(),
        wire.getSnapshot(),
        wire.getConflated(),
        instant(wire.getOpenTime()),
        wire.getClosed(),
        wire.getWarmingUp(),
        wire.getValuesMap(),
        wire.getClosedOnly(),
        sentAt);
  }

  static SignalUpdate update(io.finstage.proto.v1.SignalUpdate wire, Instant sentAt) {
    return new SignalUpdate(
        wire.getSymbol(),
        wire.getInterval(),
        wire.getSignal(),
        wire.getSequence(),
        wire.getSnapshot(),
        wire.getConflated(),
        wire.getKind(),
        instant(wire.getOpenTime()),
        wire.getValuesList(),
        wire.getClosedOnly(),
        sentAt);
  }

  static Price price(io.finstage.proto.v1.Price wire) {
    PriceData data = wire.getData();
    return new Price(
        wire.getSymbol(),
        status(wire.getStatus()),
        wire.getSequence(),
        data.hasPrice() ? data.getPrice() : Double.NaN,
        data.hasSize() ? data.getSize() : Double.NaN,
        data.hasBid() ? data.getBid() : Double.NaN,
        data.hasAsk() ? data.getAsk() : Double.NaN,
        wire.hasTimestamp() ? Optional.of(instant(wire.getTimestamp())) : Optional.empty(),
        wire.hasReceivedAt() ? Optional.of(instant(wire.getReceivedAt())) : Optional.empty());
  }

  static Bar bar(io.finstage.proto.v1.Bar wire) {
    return new Bar(
        instant(wire.getOpenTime()),
        wire.getOpen(),
        wire.getHigh(),
        wire.getLow(),
        wire.getClose(),
        wire.getVolume(),
        wire.getTrades());
  }

  static Gap gap(io.finstage.proto.v1.Gap wire) {
    Gap.Cause cause =
        switch (wire.getCause()) {
          case SLOW_CONSUMER -> Gap.Cause.SLOW_CONSUMER;
          case UPSTREAM -> Gap.Cause.UPSTREAM;
          case RESUME_EXPIRED -> Gap.Cause.RESUME_EXPIRED;
          case CAUSE_UNSPECIFIED, UNRECOGNIZED -> Gap.Cause.OTHER;
        };
    String topic =
        Topic.name(wire.getSymbol(), wire.getInterval(), wire.getIndicator(), wire.getClosedOnly());
    return new Gap(wire.getSymbol(), topic, wire.getFromSequence(), wire.getToSequence(), cause);
  }

  static Delivery delivery(io.finstage.proto.v1.Delivery wire) {
    return switch (wire.getMode()) {
      case LATEST -> Delivery.LATEST;
      case INTERVAL -> Delivery.interval(Duration.ofMillis(wire.getIntervalMs()));
      case EVERY, MODE_UNSPECIFIED, UNRECOGNIZED -> Delivery.EVERY;
    };
  }

  /** A request that lacks its id and its resume. */
  static Subscribe.Builder subscribe(Subscription subscription) {
    Subscribe.Builder wire =
        Subscribe.newBuilder()
            .setChannel(channel(subscription.channel()))
            .addAllSymbols(subscription.symbols())
            .setDelivery(delivery(subscription.delivery()))
            .setSnapshot(subscription.snapshot());
    if (subscription.channel() instanceof Channel.OfBars bars) {
      wire.setInterval(bars.interval()).setClosedOnly(bars.closedOnly());
    } else if (subscription.channel() instanceof Channel.OfIndicators it) {
      wire.setInterval(it.interval()).setClosedOnly(it.closedOnly());
      it.indicators().forEach(indicator -> wire.addIndicators(indicator.text()));
    }
    return wire;
  }

  /** A request that lacks its id. */
  static Unsubscribe.Builder unsubscribe(List<String> symbols, Channel channel) {
    Unsubscribe.Builder wire =
        Unsubscribe.newBuilder().setChannel(channel(channel)).addAllSymbols(symbols);
    if (channel instanceof Channel.OfBars bars) {
      wire.setInterval(bars.interval()).setClosedOnly(bars.closedOnly());
    } else if (channel instanceof Channel.OfIndicators it) {
      wire.setInterval(it.interval()).setClosedOnly(it.closedOnly());
      it.indicators().forEach(indicator -> wire.addIndicators(indicator.text()));
    }
    return wire;
  }

  private static String channel(Channel channel) {
    if (channel instanceof Channel.OfBars) {
      return "bars";
    }
    return channel instanceof Channel.OfIndicators ? "indicators" : "prices";
  }

  static io.finstage.proto.v1.Delivery delivery(Delivery delivery) {
    var wire = io.finstage.proto.v1.Delivery.newBuilder();
    if (delivery instanceof Delivery.Interval paced) {
      wire.setMode(io.finstage.proto.v1.Delivery.Mode.INTERVAL)
          .setIntervalMs(Math.toIntExact(paced.interval().toMillis()));
    } else if (delivery instanceof Delivery.Latest) {
      wire.setMode(io.finstage.proto.v1.Delivery.Mode.LATEST);
    } else {
      wire.setMode(io.finstage.proto.v1.Delivery.Mode.EVERY);
    }
    return wire.build();
  }

  static List<SymbolResult> results(List<io.finstage.proto.v1.SymbolResult> wire) {
    return wire.stream()
        .map(line ->
            new SymbolResult(
                line.getSymbol(),
                Topic.name(
                    line.getSymbol(),
                    line.getInterval(),
                    line.getIndicator(),
                    line.getClosedOnly()),
                status(line.getStatus()),
                line.getSequence(),
                line.getResumed()))
        .toList();
  }

  static List<FieldViolation> violations(List<io.finstage.proto.v1.FieldViolation> wire) {
    return wire.stream()
        .map(violation -> new FieldViolation(violation.getField(), violation.getDescription()))
        .toList();
  }

  static SymbolStatus status(Value wire) {
    return switch (wire) {
      case OK -> SymbolStatus.OK;
      case PENDING -> SymbolStatus.PENDING;
      case UNKNOWN_SYMBOL -> SymbolStatus.UNKNOWN_SYMBOL;
      case INVALID_SYMBOL -> SymbolStatus.INVALID_SYMBOL;
      case ALREADY_SUBSCRIBED -> SymbolStatus.ALREADY_SUBSCRIBED;
      case NOT_SUBSCRIBED -> SymbolStatus.NOT_SUBSCRIBED;
      case VALUE_UNSPECIFIED, UNRECOGNIZED -> SymbolStatus.OTHER;
    };
  }

  static Instant instant(Timestamp wire) {
    return Instant.ofEpochSecond(wire.getSeconds(), wire.getNanos());
  }

  static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
