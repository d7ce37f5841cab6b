package io.finstage.server.alerts;

/** What became of telling a webhook. */
public enum NotificationOutcome {
  /** The receiver has taken it. */
  DELIVERED,
  /** An attempt that came to nothing; the queue may try again. */
  ATTEMPT_FAILED,
  /** The last attempt has failed, or one for good: there will be no other. */
  GIVEN_UP,
  /** Too many wait: it was not even tried. */
  DROPPED
}
