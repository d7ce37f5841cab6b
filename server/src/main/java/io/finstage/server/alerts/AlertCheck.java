package io.finstage.server.alerts;

import io.finstage.server.alerts.AlertInputs.Complaint;
import io.finstage.server.market.Interval;
import java.util.Optional;

/** Whether a rule names what there is. Thread-safe. */
final class AlertCheck {

  private final AlertInputs inputs;
  private final WebhookHosts hosts;
  private final int webhooksMax;

  AlertCheck(AlertInputs inputs, AlertsConfig.Webhooks webhooks) {
    this.inputs = inputs;
    this.hosts = new WebhookHosts(webhooks.hosts());
    this.webhooksMax = webhooks.perRuleMax();
  }

  /** The first that is wrong; empty when nothing is. */
  Optional<Complaint> complaint(AlertRule rule) {
    return condition(rule).or(() -> webhooks(rule));
  }

  private Optional<Complaint> condition(AlertRule rule) {
    return switch (rule.condition()) {
      case AlertCondition.Threshold it -> reading("condition.threshold.reading", it.reading());
      case AlertCondition.RateOfChange it ->
          reading("condition.rate_of_change.reading", it.reading());
      case AlertCondition.ReadingAbsence it -> reading("condition.absence.reading", it.reading());
      case AlertCondition.SourceAbsence it -> source(it.source());
      case AlertCondition.PriceLevel _, AlertCondition.PercentMove _ -> Optional.empty();
      case AlertCondition.IndicatorLevel it ->
          interval("condition.indicator_level.interval", it.interval())
              .or(() ->
                  inputs
                      .texts()
                      .indicator(it.indicator(), it.output())
                      .map(wrong -> under("condition.indicator_level.", wrong)));
      case AlertCondition.SignalSeen it ->
          interval("condition.signal_seen.interval", it.interval())
              .or(() ->
                  inputs
                      .texts()
                      .signal(it.signal())
                      .map(wrong -> under("condition.signal_seen.", wrong)))
              .or(() -> momentary(rule));
      case AlertCondition.VolumeLevel it ->
          interval("condition.volume_level.interval", it.interval());
    };
  }

  private Optional<Complaint> reading(String field, String name) {
    return inputs.readings().knows(name)
        ? Optional.empty()
        : complaint(field, "must be a reading of GetStatus: there is no " + shown(name));
  }

  private Optional<Complaint> source(String name) {
    boolean known =
        name.equals(AlertCondition.ALL_SOURCES)
            || inputs.sources().now().stream().anyMatch(it -> it.name().equals(name));
    return known
        ? Optional.empty()
        : complaint(
            "condition.absence.source", "must be a source, or \"*\": there is no " + shown(name));
  }

  private Optional<Complaint> interval(String field, Interval interval) {
    return inputs.market().builds(interval)
        ? Optional.empty()
        : complaint(field, "must be one of bars.intervals: " + interval + " is not built");
  }

  private static Optional<Complaint> momentary(AlertRule rule) {
    return rule.pendingFor().isZero()
        ? Optional.empty()
        : complaint("pending_for", "must be absent: a signal happens, and does not hold");
  }

  private Optional<Complaint> webhooks(AlertRule rule) {
    if (rule.webhooks().size() > webhooksMax) {
      return complaint(
          "webhook_urls",
          "must be up to alerts.webhooks-per-rule-max, "
              + webhooksMax
              + ", not "
              + rule.webhooks().size());
    }
    for (int i = 0; i < rule.webhooks().size(); i++) {
      Optional<String> wrong = hosts.complaint(rule.webhooks().get(i));
      if (wrong.isPresent()) {
        return complaint("webhook_urls[" + i + "]", wrong.get());
      }
    }
    return Optional.empty();
  }

  private static Complaint under(String path, Complaint complaint) {
    return new Complaint(path + complaint.field(), complaint.description());
  }

  private static Optional<Complaint> complaint(String field, String description) {
    return Optional.of(new Complaint(field, description));
  }

  private static String shown(String text) {
    String head = text.length() > 128 ? text.substring(0, 128) + "..." : text;
    return head.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
