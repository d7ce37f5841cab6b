package io.finstage.server.market;

import java.time.Instant;

/**
 * What the trades of one interval came to.
 *
 * @param openAt start of the interval
 * @param open price of the first trade; prices are positive and finite
 * @param high not below any other price of the bar
 * @param low not above any other price of the bar
 * @param close price of the last trade
 * @param volume sum of the sizes: finite, not negative
 * @param trades how many; 0 where the source does not say
 */
public record Bar(
    Instant openAt,
    double open,
    double high,
    double low,
    double close,
    double volume,
    long trades) {

  public Bar {
    positive("open", open);
    positive("high", high);
    positive("low", low);
    positive("close", close);
    if (high < Math.max(open, close) || high < low) {
      throw new IllegalArgumentException("high must not be below another price, but is " + high);
    }
    if (low > Math.min(open, close)) {
      throw new IllegalArgumentException("low must not be above another price, but is " + low);
    }
    if (!(volume >= 0 && Double.isFinite(volume))) {
      throw new IllegalArgumentException("volume must be finite and not negative, not " + volume);
    }
    if (trades < 0) {
      throw new IllegalArgumentException("trades must not be negative, not " + trades);
    }
  }

  private static void positive(String name, double price) {
    if (!(price > 0 && Double.isFinite(price))) {
      throw new IllegalArgumentException(name + " must be positive and finite, not " + price);
    }
  }
}
