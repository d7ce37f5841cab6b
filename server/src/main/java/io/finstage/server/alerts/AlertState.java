package io.finstage.server.alerts;

/** Where an alert stands. */
public enum AlertState {
  /** The condition holds, not yet for as long as the rule asks. {@link AlertLife} moves it on. */
  PENDING,
  /** Somebody was told. {@link AlertLife} moves it on. */
  FIRING,
  /** Over. Kept until newer ones take its place. */
  RESOLVED
}
