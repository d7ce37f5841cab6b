package io.finstage.client;

import com.google.protobuf.Timestamp;
import io.finstage.proto.v1.PriceData;
import io.finstage.proto.v1.SymbolStatus.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Between the generated types and ours. */
final class Wire {

  static final String PRICES = "prices";

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
    return new Gap(wire.getSymbol(), wire.getFromSequence(), wire.getToSequence(), cause);
  }

  static Delivery delivery(io.finstage.proto.v1.Delivery wire) {
    return switch (wire.getMode()) {
      case LATEST -> Delivery.LATEST;
      case INTERVAL -> Delivery.interval(Duration.ofMillis(wire.getIntervalMs()));
      case EVERY, MODE_UNSPECIFIED, UNRECOGNIZED -> Delivery.EVERY;
    };
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
                line.getSymbol(), status(line.getStatus()), line.getSequence(), line.getResumed()))
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
