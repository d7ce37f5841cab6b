package io.finstage.server.indicators;

import io.finstage.server.market.BarSeries;

/** A filter over closing prices. */
final class OnClose extends Indicator {

  private final Filter filter;

  OnClose(Filter filter) {
    this.filter = filter;
  }

  @Override
  public void step(
      long openAtMillis,
      double open,
      double high,
      double low,
      double close,
      double volume,
      double[] out) {
    out[0] = filter.next(close);
  }

  @Override
  public void peek(
      long openAtMillis,
      double open,
      double high,
      double low,
      double close,
      double volume,
      double[] out) {
    out[0] = filter.peek(close);
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    filter.run(bars.close(), out[0]);
  }

  @Override
  public Indicator copy() {
    return new OnClose(filter.copy());
  }
}
