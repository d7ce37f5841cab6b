package io.finstage.server;

import io.finstage.server.alerts.AlertsConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The keys of alerts; {@link Keys} has them in their place. */
final class AlertKeys {

  static final List<Key<?>> LIST = new ArrayList<>();

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration DAY = Duration.ofDays(1);

  static final Key<Duration> INTERVAL =
      key(
          "alerts.interval",
          "1s",
          Kind.duration(Duration.ofMillis(100), Duration.ofMinutes(1)),
          "how often rules are looked at");
  static final Key<Integer> RULES_MAX =
      key("alerts.rules-max", "1000", Kind.integer(1, 100_000), "rules, built-in ones included");
  static final Key<Integer> OPEN_MAX =
      key(
          "alerts.open-max",
          "10000",
          Kind.integer(1, 1_000_000),
          "alerts that are pending or firing");
  static final Key<Integer> KEEP_RESOLVED =
      key("alerts.keep-resolved", "1000", Kind.integer(0, 100_000), "resolved alerts kept");
  static final Key<Duration> KEEP_FIRING_FOR =
      key(
          "alerts.keep-firing-for",
          "30s",
          Kind.duration(Duration.ZERO, DAY),
          "how long a condition must not hold before its alert is resolved");
  static final Key<Duration> SOURCE_MUTE_AFTER =
      key(
          "alerts.source-mute-after",
          "60s",
          Kind.duration(SECOND, DAY),
          "silence of a source after which the built-in rule fires");
  static final Key<Integer> WATCHERS_MAX =
      key("alerts.watchers-max", "1000", Kind.integer(1, 1_000_000), "watches at a time");
  static final Key<Integer> WEBHOOKS_PER_RULE_MAX =
      key("alerts.webhooks-per-rule-max", "5", Kind.integer(0, 100), "webhooks of one rule");
  static final Key<List<String>> WEBHOOK_HOSTS =
      key(
          "alerts.webhook-hosts",
          "",
          Kind.list("hosts, or HOST:PORT", 0, 100, AlertKeys::host),
          "who may be told over HTTP; empty: nobody");
  static final Key<String> WEBHOOK_SECRET =
      key(
          "alerts.webhook-secret",
          "",
          Kind.of("any text", text -> text),
          "what webhooks are signed with; empty: they are not");
  static final Key<Duration> WEBHOOK_TIMEOUT =
      key(
          "alerts.webhook-timeout",
          "10s",
          Kind.duration(Duration.ofMillis(100), Duration.ofMinutes(10)),
          "how long a receiver may take to answer");
  static final Key<Integer> WEBHOOK_ATTEMPTS_MAX =
      key("alerts.webhook-attempts-max", "12", Kind.integer(1, 100), "attempts to tell a receiver");
  static final Key<Integer> WEBHOOK_CONCURRENCY_MAX =
      key("alerts.webhook-concurrency-max", "4", Kind.integer(1, 1000), "webhooks at a time");
  static final Key<Integer> WEBHOOKS_WAITING_MAX =
      key("alerts.webhooks-waiting-max", "1000", Kind.integer(1, 1000), "webhooks that wait");

  private AlertKeys() {}

  /** What is set. */
  static AlertsConfig read(Settings s) {
    return new AlertsConfig(
        s.get(INTERVAL),
        s.get(RULES_MAX),
        s.get(OPEN_MAX),
        s.get(KEEP_RESOLVED),
        s.get(KEEP_FIRING_FOR),
        s.get(SOURCE_MUTE_AFTER),
        s.get(WATCHERS_MAX),
        new AlertsConfig.Webhooks(
            s.get(WEBHOOKS_PER_RULE_MAX),
            s.get(WEBHOOK_HOSTS),
            s.get(WEBHOOK_SECRET),
            s.get(WEBHOOK_TIMEOUT),
            s.get(WEBHOOK_ATTEMPTS_MAX),
            s.get(WEBHOOK_CONCURRENCY_MAX),
            s.get(WEBHOOKS_WAITING_MAX)));
  }

  private static String host(String text) {
    if (!text.matches("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9.-]+)(:[0-9]{1,5})?")) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  private static <T> Key<T> key(String name, String standard, Kind<T> kind, String help) {
    Key<T> key = new Key<>(name, standard, kind, help);
    LIST.add(key);
    return key;
  }
}
