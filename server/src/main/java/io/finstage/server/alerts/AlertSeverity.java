package io.finstage.server.alerts;

/** How soon somebody should look; the order is from the least on. */
public enum AlertSeverity {
  INFO,
  WARNING,
  CRITICAL
}
