package io.finstage.server.alerts;

import java.time.Instant;
import java.util.Optional;

/**
 * One time that a rule's condition held, from its beginning to its end.
 *
 * @param id given by the server; rises
 * @param rule name of the rule
 * @param severity the rule's when it began
 * @param subject the reading with its labels, the source or the symbol that it is about
 * @param value what the condition looked at, when the alert last changed; NaN when there is none
 * @param message in plain words, up to {@value #MESSAGE_MAX} characters
 * @param pendingAt since when the condition holds
 * @param firingAt when it fired; empty before
 * @param resolvedAt when it was over; empty before
 * @param revision from 1; rises by one with each change
 */
public record Alert(
    long id,
    String rule,
    AlertSeverity severity,
    AlertState state,
    String subject,
    double value,
    String message,
    Instant pendingAt,
    Optional<Instant> firingAt,
    Optional<Instant> resolvedAt,
    long revision) {

  /** Longest message, in characters. */
  public static final int MESSAGE_MAX = 512;

  public Alert {
    if (state == AlertState.FIRING && firingAt.isEmpty()) {
      throw new IllegalArgumentException("alert " + id + " fires without a time");
    }
    if ((state == AlertState.RESOLVED) != resolvedAt.isPresent()) {
      throw new IllegalArgumentException("alert " + id + " is " + state + " at " + resolvedAt);
    }
    message = message.length() > MESSAGE_MAX ? message.substring(0, MESSAGE_MAX) : message;
  }

  /** Whether it is pending or firing. */
  public boolean isOpen() {
    return state != AlertState.RESOLVED;
  }

  /** Whether it is firing, or did: a pending one that was not to be is not kept. */
  public boolean hasFired() {
    return firingAt.isPresent();
  }

  Alert fired(Instant now, double seen, String words) {
    return new Alert(
        id,
        rule,
        severity,
        AlertState.FIRING,
        subject,
        seen,
        words,
        pendingAt,
        Optional.of(now),
        Optional.empty(),
        revision + 1);
  }

  Alert resolved(Instant now, double seen, String words) {
    return new Alert(
        id,
        rule,
        severity,
        AlertState.RESOLVED,
        subject,
        seen,
        words,
        pendingAt,
        firingAt,
        Optional.of(now),
        revision + 1);
  }
}
