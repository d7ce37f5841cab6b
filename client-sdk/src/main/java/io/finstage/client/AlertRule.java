package io.finstage.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is watched, and what happens then. Immutable; the {@code with} methods give a changed one.
 *
 * @param name lower-case letters, digits and - . _ after a letter, up to 64 characters
 * @param description for people, up to 512 characters
 * @param pendingFor how long the condition must hold before the alert fires, 0 to 24 h
 * @param keepFiringFor how long it must not hold before the alert is resolved, 0 to 24 h; when
 *     empty as the server is set up
 * @param webhookUrls who is told when an alert fires and when it is resolved
 * @param builtIn whether it came with the server; of no effect in requests
 * @param updatedAt when it was changed last; the epoch for one that was not sent yet
 */
public record AlertRule(
    String name,
    String description,
    AlertCondition condition,
    Duration pendingFor,
    Optional<Duration> keepFiringFor,
    AlertSeverity severity,
    List<String> webhookUrls,
    boolean enabled,
    boolean builtIn,
    Instant updatedAt) {

  public AlertRule {
    webhookUrls = List.copyOf(webhookUrls);
  }

  /** One that fires at once, of severity WARNING, without webhooks. */
  public static AlertRule of(String name, AlertCondition condition) {
    return new AlertRule(
        name,
        "",
        condition,
        Duration.ZERO,
        Optional.empty(),
        AlertSeverity.WARNING,
        List.of(),
        true,
        false,
        Instant.EPOCH);
  }

  public AlertRule withDescription(String text) {
    return new AlertRule(
        name,
        text,
        condition,
        pendingFor,
        keepFiringFor,
        severity,
        webhookUrls,
        enabled,
        builtIn,
        updatedAt);
  }

  /** The condition must hold, and not hold, for so long. */
  public AlertRule withHolds(Duration toFire, Duration toResolve) {
    return new AlertRule(
        name,
        description,
        condition,
        toFire,
        Optional.of(toResolve),
        severity,
        webhookUrls,
        enabled,
        builtIn,
        updatedAt);
  }

  public AlertRule withSeverity(AlertSeverity other) {
    return new AlertRule(
        name,
        description,
        condition,
        pendingFor,
        keepFiringFor,
        other,
        webhookUrls,
        enabled,
        builtIn,
        updatedAt);
  }

  public AlertRule withWebhooks(String... urls) {
    return new AlertRule(
        name,
        description,
        condition,
        pendingFor,
        keepFiringFor,
        severity,
        List.of(urls),
        enabled,
        builtIn,
        updatedAt);
  }

  /** Watched or not. */
  public AlertRule withEnabled(boolean watched) {
    return new AlertRule(
        name,
        description,
        condition,
        pendingFor,
        keepFiringFor,
        severity,
        webhookUrls,
        watched,
        builtIn,
        updatedAt);
  }
}
