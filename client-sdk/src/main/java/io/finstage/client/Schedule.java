package io.finstage.client;

import java.time.Instant;

/**
 * What the server submits again and again.
 *
 * @param task what it submits each time; sending it submits one more, now
 * @param nextAt when it submits next
 */
public record Schedule(String name, Timing timing, Submission task, Instant nextAt) {}
