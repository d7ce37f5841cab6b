package io.finstage.server.api;

import io.finstage.proto.v1.Alert;
import io.finstage.proto.v1.AlertCondition;
import io.finstage.proto.v1.AlertRule;
import io.finstage.server.alerts.AlertSeverity;
import io.finstage.server.alerts.AlertState;
import io.finstage.server.alerts.Comparison;
import java.time.Duration;

/** Rules and alerts as the contract spells them. Every function is pure. */
public final class AlertMessages {

  private AlertMessages() {}

  /** A rule, as it is kept. */
  public static AlertRule rule(io.finstage.server.alerts.AlertRule rule) {
    return AlertRule.newBuilder()
        .setName(rule.name())
        .setDescription(rule.description())
        .setCondition(condition(rule.condition()))
        .setPendingFor(duration(rule.pendingFor()))
        .setKeepFiringFor(duration(rule.keepFiringFor()))
        .setSeverity(severity(rule.severity()))
        .addAllWebhookUrls(rule.webhooks())
        .setEnabled(rule.enabled())
        .setBuiltIn(rule.builtIn())
        .setCreatedAt(Times.timestamp(rule.createdAt()))
        .setUpdatedAt(Times.timestamp(rule.updatedAt()))
        .build();
  }

  /** An alert, as it is now. */
  public static Alert alert(io.finstage.server.alerts.Alert alert) {
    Alert.Builder message =
        Alert.newBuilder()
            .setId(Long.toString(alert.id()))
            .setRule(alert.rule())
            .setSeverity(severity(alert.severity()))
            .setState(state(alert.state()))
            .setSubject(alert.subject())
            .setValue(alert.value())
            .setMessage(alert.message())
            .setPendingAt(Times.timestamp(alert.pendingAt()))
            .setRevision(alert.revision());
    alert.firingAt().ifPresent(at -> message.setFiringAt(Times.timestamp(at)));
    alert.resolvedAt().ifPresent(at -> message.setResolvedAt(Times.timestamp(at)));
    return message.build();
  }

  private static AlertCondition condition(io.finstage.server.alerts.AlertCondition condition) {
    AlertCondition.Builder message = AlertCondition.newBuilder();
    switch (condition) {
      case io.finstage.server.alerts.AlertCondition.Threshold it ->
          message
              .getThresholdBuilder()
              .setReading(it.reading())
              .setComparison(comparison(it.comparison()))
              .setValue(it.value());
      case io.finstage.server.alerts.AlertCondition.RateOfChange it ->
          message
              .getRateOfChangeBuilder()
              .setReading(it.reading())
              .setWindow(duration(it.window()))
              .setComparison(comparison(it.comparison()))
              .setPerSecond(it.perSecond());
      case io.finstage.server.alerts.AlertCondition.ReadingAbsence it ->
          message.getAbsenceBuilder().setReading(it.reading()).setDuration(duration(it.duration()));
      case io.finstage.server.alerts.AlertCondition.SourceAbsence it ->
          message.getAbsenceBuilder().setSource(it.source()).setDuration(duration(it.duration()));
      case io.finstage.server.alerts.AlertCondition.PriceLevel it ->
          message
              .getPriceLevelBuilder()
              .setSymbol(it.symbol().value())
              .setComparison(comparison(it.comparison()))
              .setPrice(it.price());
      case io.finstage.server.alerts.AlertCondition.PercentMove it ->
          message
              .getPercentMoveBuilder()
              .setSymbol(it.symbol().value())
              .setWindow(duration(it.window()))
              .setPercent(it.percent());
      case io.finstage.server.alerts.AlertCondition.IndicatorLevel it ->
          message
              .getIndicatorLevelBuilder()
              .setSymbol(it.symbol().value())
              .setInterval(it.interval().toString())
              .setIndicator(it.indicator())
              .setOutput(it.output())
              .setComparison(comparison(it.comparison()))
              .setValue(it.value());
      case io.finstage.server.alerts.AlertCondition.SignalSeen it ->
          message
              .getSignalSeenBuilder()
              .setSymbol(it.symbol().value())
              .setInterval(it.interval().toString())
              .setSignal(it.signal());
      case io.finstage.server.alerts.AlertCondition.VolumeLevel it ->
          message
              .getVolumeLevelBuilder()
              .setSymbol(it.symbol().value())
              .setInterval(it.interval().toString())
              .setAbove(it.above());
    }
    return message.build();
  }

  private static AlertCondition.Comparison comparison(Comparison comparison) {
    return switch (comparison) {
      case ABOVE -> AlertCondition.Comparison.ABOVE;
      case BELOW -> AlertCondition.Comparison.BELOW;
    };
  }

  private static AlertRule.Severity severity(AlertSeverity severity) {
    return switch (severity) {
      case INFO -> AlertRule.Severity.INFO;
      case WARNING -> AlertRule.Severity.WARNING;
      case CRITICAL -> AlertRule.Severity.CRITICAL;
    };
  }

  private static Alert.State state(AlertState state) {
    return switch (state) {
      case PENDING -> Alert.State.PENDING;
      case FIRING -> Alert.State.FIRING;
      case RESOLVED -> Alert.State.RESOLVED;
    };
  }

  private static com.google.protobuf.Duration duration(Duration time) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(time.getSeconds())
        .setNanos(time.getNano())
        .build();
  }
}
