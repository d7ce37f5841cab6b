package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;
import static io.finstage.server.indicators.Input.VOLUME;

import io.finstage.server.market.BarSeries;

/**
 * Chaikin money flow: the money flow of {@link AccumulationDistribution} over n bars by their
 * volume; 0 where there is none.
 */
final class ChaikinMoneyFlow extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("cmf", "Chaikin money flow", Category.VOLUME)
          .reads(HIGH, LOW, CLOSE, VOLUME)
          .period("period", 1, 20)
          .gives("cmf", Output.Unit.RATIO, false)
          .lookback(p -> p.integer("period") - 1)
          .formula(
              "sum of v ((c - l) - (h - c)) / (h - l) by sum of v, over n bars",
              "Chaikin; StockCharts ChartSchool, CMF")
          .makes((p, profile) -> new ChaikinMoneyFlow(p.integer("period")));

  private final Window flows;
  private final Window volumes;

  private ChaikinMoneyFlow(int period) {
    this.flows = Window.blocks(period);
    this.volumes = Window.blocks(period);
  }

  private ChaikinMoneyFlow(ChaikinMoneyFlow other) {
    this.flows = other.flows.copy();
    this.volumes = other.volumes.copy();
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double flow = through(moves, flows, AccumulationDistribution.moneyFlow(h, l, c, v));
    double volume = through(moves, volumes, v);
    out[0] = volume == 0 ? 0 : flow / volume;
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    for (int i = 0; i < bars.size(); i++) {
      double v = bars.volume()[i];
      double flow =
          AccumulationDistribution.moneyFlow(bars.high()[i], bars.low()[i], bars.close()[i], v);
      double flowSum = flows.add(flow);
      double volume = volumes.add(v);
      out[0][i] = volume == 0 ? 0 : flowSum / volume;
    }
  }

  @Override
  public ChaikinMoneyFlow copy() {
    return new ChaikinMoneyFlow(this);
  }
}
