package io.finstage.client;

import io.finstage.client.AlertCondition.Comparison;
import java.util.Optional;

/** Between the generated types of alerts and ours. */
final class AlertsWire {

  private AlertsWire() {}

  static Alert alert(io.finstage.proto.v1.Alert wire) {
    return new Alert(
        wire.getId(),
        wire.getRule(),
        severity(wire.getSeverity()),
        state(wire.getState()),
        wire.getSubject(),
        wire.getValue(),
        wire.getMessage(),
        Wire.instant(wire.getPendingAt()),
        wire.hasFiringAt() ? Optional.of(Wire.instant(wire.getFiringAt())) : Optional.empty(),
        wire.hasResolvedAt() ? Optional.of(Wire.instant(wire.getResolvedAt())) : Optional.empty(),
        wire.getRevision());
  }

  static AlertRule rule(io.finstage.proto.v1.AlertRule wire) {
    return new AlertRule(
        wire.getName(),
        wire.getDescription(),
        condition(wire.getCondition()),
        TasksWire.duration(wire.getPendingFor()),
        wire.hasKeepFiringFor()
            ? Optional.of(TasksWire.duration(wire.getKeepFiringFor()))
            : Optional.empty(),
        severity(wire.getSeverity()),
        wire.getWebhookUrlsList(),
        wire.getEnabled(),
        wire.getBuiltIn(),
        Wire.instant(wire.getUpdatedAt()));
  }

  static io.finstage.proto.v1.AlertRule rule(AlertRule rule) {
    var wire =
        io.finstage.proto.v1.AlertRule.newBuilder()
            .setName(rule.name())
            .setDescription(rule.description())
            .setCondition(condition(rule.condition()))
            .setPendingFor(TasksWire.duration(rule.pendingFor()))
            .setSeverity(severity(rule.severity()))
            .addAllWebhookUrls(rule.webhookUrls())
            .setEnabled(rule.enabled());
    rule.keepFiringFor().map(TasksWire::duration).ifPresent(wire::setKeepFiringFor);
    return wire.build();
  }

  static io.finstage.proto.v1.AlertRule.Severity severity(AlertSeverity severity) {
    return io.finstage.proto.v1.AlertRule.Severity.valueOf(severity.name());
  }

  static io.finstage.proto.v1.Alert.State state(AlertState state) {
    return state == AlertState.OTHER
        ? io.finstage.proto.v1.Alert.State.STATE_UNSPECIFIED
        : io.finstage.proto.v1.Alert.State.valueOf(state.name());
  }

  private static AlertSeverity severity(io.finstage.proto.v1.AlertRule.Severity wire) {
    return switch (wire) {
      case INFO -> AlertSeverity.INFO;
      case CRITICAL -> AlertSeverity.CRITICAL;
      case WARNING, SEVERITY_UNSPECIFIED, UNRECOGNIZED -> AlertSeverity.WARNING;
    };
  }

  private static AlertState state(io.finstage.proto.v1.Alert.State wire) {
    return switch (wire) {
      case PENDING -> AlertState.PENDING;
      case FIRING -> AlertState.FIRING;
      case RESOLVED -> AlertState.RESOLVED;
      case STATE_UNSPECIFIED, UNRECOGNIZED -> AlertState.OTHER;
    };
  }

  private static io.finstage.proto.v1.AlertCondition condition(AlertCondition condition) {
    var wire = io.finstage.proto.v1.AlertCondition.newBuilder();
    if (condition instanceof AlertCondition.Threshold it) {
      wire.getThresholdBuilder()
          .setReading(it.reading())
          .setComparison(comparison(it.comparison()))
          .setValue(it.value());
    } else if (condition instanceof AlertCondition.RateOfChange it) {
      wire.getRateOfChangeBuilder()
          .setReading(it.reading())
          .setWindow(TasksWire.duration(it.window()))
          .setComparison(comparison(it.comparison()))
          .setPerSecond(it.perSecond());
    } else if (condition instanceof AlertCondition.ReadingAbsence it) {
      wire.getAbsenceBuilder()
          .setReading(it.reading())
          .setDuration(TasksWire.duration(it.duration()));
    } else if (condition instanceof AlertCondition.SourceAbsence it) {
      wire.getAbsenceBuilder()
          .setSource(it.source())
          .setDuration(TasksWire.duration(it.duration()));
    } else if (condition instanceof AlertCondition.PriceLevel it) {
      wire.getPriceLevelBuilder()
          .setSymbol(it.symbol())
          .setComparison(comparison(it.comparison()))
          .setPrice(it.price());
    } else if (condition instanceof AlertCondition.PercentMove it) {
      wire.getPercentMoveBuilder()
          .setSymbol(it.symbol())
          .setWindow(TasksWire.duration(it.window()))
          .setPercent(it.percent());
    } else if (condition instanceof AlertCondition.IndicatorLevel it) {
      wire.getIndicatorLevelBuilder()
          .setSymbol(it.symbol())
          .setInterval(it.interval())
          .setIndicator(it.indicator())
          .setOutput(it.output())
          .setComparison(comparison(it.comparison()))
          .setValue(it.value());
    } else if (condition instanceof AlertCondition.SignalSeen it) {
      wire.getSignalSeenBuilder()
          .setSymbol(it.symbol())
          .setInterval(it.interval())
          .setSignal(it.signal());
    } else if (condition instanceof AlertCondition.VolumeLevel it) {
      wire.getVolumeLevelBuilder()
          .setSymbol(it.symbol())
          .setInterval(it.interval())
          .setAbove(it.above());
    }
    return wire.build();
  }

  private static AlertCondition condition(io.finstage.proto.v1.AlertCondition wire) {
    return switch (wire.getConditionCase()) {
      case THRESHOLD -> {
        var it = wire.getThreshold();
        yield new AlertCondition.Threshold(
            it.getReading(), comparison(it.getComparison()), it.getValue());
      }
      case RATE_OF_CHANGE -> {
        var it = wire.getRateOfChange();
        yield new AlertCondition.RateOfChange(
            it.getReading(),
            TasksWire.duration(it.getWindow()),
            comparison(it.getComparison()),
            it.getPerSecond());
      }
      case ABSENCE -> {
        var it = wire.getAbsence();
        yield it.hasSource()
            ? new AlertCondition.SourceAbsence(it.getSource(), TasksWire.duration(it.getDuration()))
            : new AlertCondition.ReadingAbsence(
                it.getReading(), TasksWire.duration(it.getDuration()));
      }
      case PRICE_LEVEL -> {
        var it = wire.getPriceLevel();
        yield new AlertCondition.PriceLevel(
            it.getSymbol(), comparison(it.getComparison()), it.getPrice());
      }
      case PERCENT_MOVE -> {
        var it = wire.getPercentMove();
        yield new AlertCondition.PercentMove(
            it.getSymbol(), TasksWire.duration(it.getWindow()), it.getPercent());
      }
      case INDICATOR_LEVEL -> {
        var it = wire.getIndicatorLevel();
        yield new AlertCondition.IndicatorLevel(
            it.getSymbol(),
            it.getInterval(),
            it.getIndicator(),
            it.getOutput(),
            comparison(it.getComparison()),
            it.getValue());
      }
      case SIGNAL_SEEN -> {
        var it = wire.getSignalSeen();
        yield new AlertCondition.SignalSeen(it.getSymbol(), it.getInterval(), it.getSignal());
      }
      case VOLUME_LEVEL -> {
        var it = wire.getVolumeLevel();
        yield new AlertCondition.VolumeLevel(it.getSymbol(), it.getInterval(), it.getAbove());
      }
      case CONDITION_NOT_SET ->
          throw new FinstageException(
              FinstageException.Code.UNIMPLEMENTED,
              "UNKNOWN_CONDITION",
              "a rule has a condition that this version of the client does not know");
    };
  }

  private static Comparison comparison(io.finstage.proto.v1.AlertCondition.Comparison wire) {
    return wire == io.finstage.proto.v1.AlertCondition.Comparison.BELOW
        ? Comparison.BELOW
        : Comparison.ABOVE;
  }

  private static io.finstage.proto.v1.AlertCondition.Comparison comparison(Comparison it) {
    return io.finstage.proto.v1.AlertCondition.Comparison.valueOf(it.name());
  }
}
