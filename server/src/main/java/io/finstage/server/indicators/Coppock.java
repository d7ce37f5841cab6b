package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

import io.finstage.server.market.BarSeries;

/** Coppock curve: the weighted average of the sum of two rates of change in per cent. */
final class Coppock extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("coppock", "Coppock curve", Category.MOMENTUM)
          .reads(CLOSE)
          .period("wma", 1, 10)
          .period("long", 1, 14)
          .period("short", 1, 11)
          .gives("coppock", Output.Unit.PERCENT, false)
          .lookback(p -> Math.max(p.integer("long"), p.integer("short")) + p.integer("wma") - 1)
          .formula(
              "WMA(ROC(c, long) + ROC(c, short), wma)",
              "Coppock 1962; StockCharts ChartSchool, Coppock Curve")
          .makes((p, profile) -> new Coppock(p));

  private final Change first;
  private final Change second;
  private final Filter mean;

  private Coppock(Params params) {
    this.first = Change.percent(params.integer("long"), Profile.ACCURATE);
    this.second = Change.percent(params.integer("short"), Profile.ACCURATE);
    this.mean = Wma.of(params.integer("wma"), Profile.ACCURATE);
  }

  private Coppock(Coppock other) {
    this.first = other.first.copy();
    this.second = other.second.copy();
    this.mean = other.mean.copy();
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double rate = first.with(moves, c) + second.with(moves, c);
    out[0] = moves ? mean.next(rate) : mean.peek(rate);
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] rates = out[0];
    for (int i = 0; i < rates.length; i++) {
      double c = bars.close()[i];
      rates[i] = first.with(true, c) + second.with(true, c);
    }
    mean.run(rates, rates);
  }

  @Override
  public Coppock copy() {
    return new Coppock(this);
  }
}
