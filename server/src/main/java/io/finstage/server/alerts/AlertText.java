package io.finstage.server.alerts;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rules and alerts as JSON: as they are kept, and as receivers are told. Every function is pure.
 */
final class AlertText {

  private static final String DESCRIPTION = "description";
  private static final String SEVERITY = "severity";
  private static final String WEBHOOKS = "webhooks";
  private static final String FIRING_AT = "firing_at";
  private static final String RESOLVED_AT = "resolved_at";
  private static final String VALUE = "value";

  private AlertText() {}

  /** A rule, as it is kept. */
  static String of(AlertRule rule) {
    JsonObject json = new JsonObject();
    json.addProperty("name", rule.name());
    json.addProperty(DESCRIPTION, rule.description());
    json.add("condition", ConditionText.write(rule.condition()));
    json.addProperty("pending_for_ms", rule.pendingFor().toMillis());
    json.addProperty("keep_firing_for_ms", rule.keepFiringFor().toMillis());
    json.addProperty(SEVERITY, rule.severity().name());
    JsonArray urls = new JsonArray();
    rule.webhooks().forEach(urls::add);
    json.add(WEBHOOKS, urls);
    json.addProperty("enabled", rule.enabled());
    json.addProperty("built_in", rule.builtIn());
    json.addProperty("created_at", rule.createdAt().toString());
    json.addProperty("updated_at", rule.updatedAt().toString());
    return json.toString();
  }

  /**
   * A rule that was kept.
   *
   * @throws RuntimeException when the text is none
   */
  static AlertRule rule(String text) {
    JsonObject json = JsonParser.parseString(text).getAsJsonObject();
    List<String> urls = new ArrayList<>();
    json.getAsJsonArray(WEBHOOKS).forEach(url -> urls.add(url.getAsString()));
    return new AlertRule(
        json.get("name").getAsString(),
        json.get(DESCRIPTION).getAsString(),
        ConditionText.read(json.getAsJsonObject("condition")),
        Duration.ofMillis(json.get("pending_for_ms").getAsLong()),
        Duration.ofMillis(json.get("keep_firing_for_ms").getAsLong()),
        AlertSeverity.valueOf(json.get(SEVERITY).getAsString()),
        urls,
        json.get("enabled").getAsBoolean(),
        json.get("built_in").getAsBoolean(),
        Instant.parse(json.get("created_at").getAsString()),
        Instant.parse(json.get("updated_at").getAsString()));
  }

  /** An alert, as it is kept. */
  static String of(Alert alert) {
    return json(alert).toString();
  }

  /** What a receiver is told: the alert, and what its rule says of itself. */
  static String told(Alert alert, AlertRule rule) {
    JsonObject json = new JsonObject();
    json.add("alert", json(alert));
    json.addProperty(DESCRIPTION, rule.description());
    return json.toString();
  }

  /**
   * An alert that was kept.
   *
   * @throws RuntimeException when the text is none
   */
  static Alert alert(String text) {
    JsonObject json = JsonParser.parseString(text).getAsJsonObject();
    return new Alert(
        Long.parseLong(json.get("id").getAsString()),
        json.get("rule").getAsString(),
        AlertSeverity.valueOf(json.get(SEVERITY).getAsString()),
        AlertState.valueOf(json.get("state").getAsString()),
        json.get("subject").getAsString(),
        json.has(VALUE) ? json.get(VALUE).getAsDouble() : Double.NaN,
        json.get("message").getAsString(),
        Instant.parse(json.get("pending_at").getAsString()),
        time(json, FIRING_AT),
        time(json, RESOLVED_AT),
        json.get("revision").getAsLong());
  }

  private static JsonObject json(Alert alert) {
    JsonObject json = new JsonObject();
    json.addProperty("id", Long.toString(alert.id()));
    json.addProperty("rule", alert.rule());
    json.addProperty(SEVERITY, alert.severity().name());
    json.addProperty("state", alert.state().name());
    json.addProperty("subject", alert.subject());
    if (Double.isFinite(alert.value())) {
      json.addProperty(VALUE, alert.value());
    }
    json.addProperty("message", alert.message());
    json.addProperty("pending_at", alert.pendingAt().toString());
    alert.firingAt().ifPresent(at -> json.addProperty(FIRING_AT, at.toString()));
    alert.resolvedAt().ifPresent(at -> json.addProperty(RESOLVED_AT, at.toString()));
    json.addProperty("revision", alert.revision());
    return json;
  }

  private static Optional<Instant> time(JsonObject json, String field) {
    return json.has(field)
        ? Optional.of(Instant.parse(json.get(field).getAsString()))
        : Optional.empty();
  }
}
