package io.finstage.server.feed;

import java.time.Duration;
import java.time.Instant;

/**
 * What a {@link Supervisor} knows from one step to the next. Immutable.
 *
 * @param state where the feed stands
 * @param reason why, for people
 * @param since when it came there
 * @param runStartedAt start of the latest run
 * @param lifeAt when a sign of life was last noticed in that run
 * @param signs signs of life noticed in that run
 * @param failures failures in a row
 * @param dueAt in BACKING_OFF: when the next run starts
 */
record Supervision(
    FeedState state,
    String reason,
    Instant since,
    Instant runStartedAt,
    Instant lifeAt,
    long signs,
    int failures,
    Instant dueAt) {

  /** Before the first step. */
  static Supervision initial(Instant now) {
    return new Supervision(FeedState.BACKING_OFF, "not started yet", now, now, now, 0, 0, now);
  }

  /** The same run in another state; no change if it is in that state. */
  Supervision become(FeedState next, String why, Instant now) {
    return next == state
        ? this
        : new Supervision(next, why, now, runStartedAt, lifeAt, signs, failures, dueAt);
  }

  /** A new run begins now. */
  Supervision startRun(Instant now, int failuresBefore) {
    return new Supervision(
        FeedState.CONNECTING, "source started, no tick yet", now, now, now, 0, failuresBefore, now);
  }

  /** The run failed; the next starts after {@code wait}. */
  Supervision backOff(String why, int failuresNow, Duration wait, Instant now) {
    return new Supervision(
        FeedState.BACKING_OFF, why, now, runStartedAt, lifeAt, signs, failuresNow, now.plus(wait));
  }

  /** A sign of life was noticed. */
  Supervision alive(long signsNow, Instant now) {
    return new Supervision(state, reason, since, runStartedAt, now, signsNow, failures, dueAt);
  }

  /** The same state, entered now: a repeated action waits anew. */
  Supervision again(Instant now) {
    return new Supervision(state, reason, now, runStartedAt, lifeAt, signs, failures, dueAt);
  }
}
