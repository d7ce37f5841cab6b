package io.finstage.server.alerts;

import java.util.Map;

/**
 * Readings of alerts at one moment.
 *
 * @param rules there are
 * @param pending alerts whose condition holds, not yet for long enough
 * @param firing alerts that fire
 * @param notBegun alerts that were not begun for want of room; only rises
 * @param notifications to webhooks, by what became of them; each only rises
 */
public record AlertsStats(
    long rules,
    long pending,
    long firing,
    long notBegun,
    Map<NotificationOutcome, Long> notifications) {

  public AlertsStats {
    notifications = Map.copyOf(notifications);
  }
}
