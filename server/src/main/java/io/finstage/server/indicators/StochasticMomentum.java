package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;

import io.finstage.server.market.BarSeries;

/**
 * Stochastic momentum index: distance of the close from the middle of the range of k bars, smoothed
 * twice, by half that range, smoothed as much.
 *
 * <pre>
 *   d = c - (max h + min l) / 2   r = (max h - min l) / 2
 *   smi = 100 EMA(EMA(d, first), second) / EMA(EMA(r, first), second);  0 where nothing moved
 *   signal = EMA(smi, signal)
 * </pre>
 */
final class StochasticMomentum extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("smi", "Stochastic momentum index", Category.MOMENTUM)
          .reads(HIGH, LOW, CLOSE)
          .period("k", 1, 10)
          .period("first", 1, 3)
          .period("second", 1, 3)
          .period("signal", 1, 3)
          .gives("smi", Output.Unit.PERCENT, false)
          .gives("signal", Output.Unit.PERCENT, false)
          .lookback(p ->
              p.integer("k") + p.integer("first") + p.integer("second") + p.integer("signal") - 4)
          .fades(p ->
              Smoothing.fadingEma(p.integer("first"))
                  + Smoothing.fadingEma(p.integer("second"))
                  + Smoothing.fadingEma(p.integer("signal")))
          .also(Profile.PINE)
          .formula(
              "100 EMA(EMA(c - middle)) / EMA(EMA(range / 2)), and its EMA",
              "Blau 1993, Stocks and Commodities")
          .makes((p, profile) -> new StochasticMomentum(p, profile));

  private final Range extremes;
  private final Smoothing distance1;
  private final Smoothing distance2;
  private final Smoothing range1;
  private final Smoothing range2;
  private final Smoothing signal;

  private StochasticMomentum(Params params, Profile profile) {
    this.extremes = new Range(params.integer("k"));
    this.distance1 = Smoothing.ema(params.integer("first"), profile);
    this.distance2 = Smoothing.ema(params.integer("second"), profile);
    this.range1 = Smoothing.ema(params.integer("first"), profile);
    this.range2 = Smoothing.ema(params.integer("second"), profile);
    this.signal = Smoothing.ema(params.integer("signal"), profile);
  }

  private StochasticMomentum(StochasticMomentum other) {
    this.extremes = other.extremes.copy();
    this.distance1 = other.distance1.copy();
    this.distance2 = other.distance2.copy();
    this.range1 = other.range1.copy();
    this.range2 = other.range2.copy();
    this.signal = other.signal.copy();
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    if (moves) {
      extremes.add(h, l);
    }
    double highest = moves ? extremes.highest() : extremes.highestWith(h);
    double lowest = moves ? extremes.lowest() : extremes.lowestWith(l);
    double half = (highest - lowest) / 2;
    double d = through(moves, distance1, c - (lowest + half));
    d = through(moves, distance2, d);
    double r = through(moves, range2, through(moves, range1, half));
    double smi = r == 0 ? 0 : 100 * (d / r);
    double mean = through(moves, signal, smi);
    out[0] = Double.isNaN(mean) ? Double.NaN : smi;
    out[1] = mean;
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] now = new double[2];
    for (int i = 0; i < bars.size(); i++) {
      at(true, 0, bars.high()[i], bars.low()[i], bars.close()[i], 0, now);
      out[0][i] = now[0];
      out[1][i] = now[1];
    }
  }

  @Override
  public StochasticMomentum copy() {
    return new StochasticMomentum(this);
  }
}
