package io.finstage.client;

/** Where an alert stands. */
public enum AlertState {
  /** The condition holds, not yet for as long as the rule asks. */
  PENDING,
  /** Somebody was told. */
  FIRING,
  /** Over. */
  RESOLVED,
  /** One that this version does not know. */
  OTHER
}
