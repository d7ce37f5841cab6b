package io.finstage.server.hub;

/** What kind of thing a subscription is about. */
public enum Channel {
  PRICES,
  BARS,
  INDICATORS
}
