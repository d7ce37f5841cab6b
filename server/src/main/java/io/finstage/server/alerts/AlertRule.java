package io.finstage.server.alerts;

import io.finstage.server.tasks.Names;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What is watched, and what happens then.
 *
 * @param name the form of a kind of task; one rule of a name
 * @param description for people, up to {@value #DESCRIPTION_MAX} characters
 * @param pendingFor how long the condition must hold before the alert fires, 0 to 24 h
 * @param keepFiringFor how long it must not hold before the alert is resolved, 0 to 24 h
 * @param webhooks who is told when an alert fires and when it is resolved
 * @param enabled else it is not watched
 * @param builtIn whether it came with the server; then it is not deleted
 */
public record AlertRule(
    String name,
    String description,
    AlertCondition condition,
    Duration pendingFor,
    Duration keepFiringFor,
    AlertSeverity severity,
    List<String> webhooks,
    boolean enabled,
    boolean builtIn,
    Instant createdAt,
    Instant updatedAt) {

  public static final int DESCRIPTION_MAX = 512;
  public static final Duration HOLD_MAX = Duration.ofHours(24);

  public AlertRule {
    if (!Names.isName(name)) {
      throw new IllegalArgumentException("name must have " + Names.FORM + ", not " + name);
    }
    if (description.length() > DESCRIPTION_MAX) {
      throw new IllegalArgumentException("description has " + description.length() + " characters");
    }
    held("pending_for", pendingFor);
    held("keep_firing_for", keepFiringFor);
    webhooks = List.copyOf(webhooks);
  }

  /** The same, as it is kept: times and origin are the server's to say. */
  AlertRule kept(boolean cameWithTheServer, Instant created, Instant updated) {
    return new AlertRule(
        name,
        description,
        condition,
        pendingFor,
        keepFiringFor,
        severity,
        webhooks,
        enabled,
        cameWithTheServer,
        created,
        updated);
  }

  private static void held(String field, Duration value) {
    if (value.isNegative() || value.compareTo(HOLD_MAX) > 0) {
      throw new IllegalArgumentException(field + " must be 0 to 24 h, not " + value);
    }
  }
}
