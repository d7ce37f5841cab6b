package io.finstage.client;

import java.time.Instant;
import java.util.Optional;

/**
 * One time that a rule's condition held, from its beginning to its end.
 *
 * @param id decimal digits; given by the server
 * @param rule name of the rule
 * @param subject the reading with its labels, the source or the symbol that it is about
 * @param value what the condition looked at, when the alert last changed; NaN when there is none
 * @param message in plain words
 * @param pendingAt since when the condition holds
 * @param firingAt when it fired; empty before, and for one that never did
 * @param resolvedAt when it was over; empty before
 * @param revision rises by one with each change
 */
public record Alert(
    String id,
    String rule,
    AlertSeverity severity,
    AlertState state,
    String subject,
    double value,
    String message,
    Instant pendingAt,
    Optional<Instant> firingAt,
    Optional<Instant> resolvedAt,
    long revision) {}
