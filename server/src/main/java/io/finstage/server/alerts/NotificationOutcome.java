package io.finstage.server.alerts;

/** What became of telling a webhook. */
public enum NotificationOutcome {
  /** The receiver has taken it. */
  DELIVERED,
  /** An attempt that came to nothing; the queue may try again. */
  ATTEMPT_FAILED,
  /** There will be no further attempt; of that attempt there is an {@link #ATTEMPT_FAILED} too. */
  GIVEN_UP,
  /** Too many wait: it was not even tried. */
  DROPPED
}
