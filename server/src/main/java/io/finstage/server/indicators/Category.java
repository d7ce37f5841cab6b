package io.finstage.server.indicators;

/** What an indicator is about. */
public enum Category {
  MOVING_AVERAGE,
  MOMENTUM,
  VOLATILITY,
  TREND,
  VOLUME,
  PRICE,
  STATISTIC
}
