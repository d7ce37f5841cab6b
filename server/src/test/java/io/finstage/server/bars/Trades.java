package io.finstage.server.bars;

import io.finstage.server.market.Bar;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Trade;
import java.time.Instant;

/** Trades and bars of the tests, at times counted from a Monday morning. */
final class Trades {

  static final Symbol SPY = new Symbol("SPY");
  static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

  private Trades() {}

  static Instant at(double seconds) {
    return START.plusNanos(Math.round(seconds * 1e9));
  }

  static Trade trade(double seconds, double price, double size) {
    return new Trade(SPY, price, size, at(seconds));
  }

  static Bar bar(double seconds, double o, double h, double l, double c, double v, long trades) {
    return new Bar(at(seconds), o, h, l, c, v, trades);
  }
}
