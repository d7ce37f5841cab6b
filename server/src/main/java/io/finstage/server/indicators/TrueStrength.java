package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

import io.finstage.server.market.BarSeries;

/**
 * True strength index: momentum, smoothed twice, by its size, smoothed as much.
 *
 * <pre>
 *   m = c - c'   tsi = 100 EMA(EMA(m, long), short) / EMA(EMA(|m|, long), short);  0 where nothing moved
 *   signal = EMA(tsi, signal)
 * </pre>
 */
final class TrueStrength extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("tsi", "True strength index", Category.MOMENTUM)
          .reads(CLOSE)
          .period("long", 1, 25)
          .period("short", 1, 13)
          .period("signal", 1, 13)
          .gives("tsi", Output.Unit.PERCENT, false)
          .gives("signal", Output.Unit.PERCENT, false)
          .lookback(p -> p.integer("long") + p.integer("short") + p.integer("signal") - 2)
          .fades(p ->
              Smoothing.fadingEma(p.integer("long"))
                  + Smoothing.fadingEma(p.integer("short"))
                  + Smoothing.fadingEma(p.integer("signal")))
          .also(Profile.PINE)
          .formula(
              "100 EMA(EMA(c - c')) / EMA(EMA(|c - c'|)), and its EMA",
              "Blau 1991, Stocks and Commodities; StockCharts ChartSchool, TSI")
          .makes((p, profile) -> new TrueStrength(p, profile));

  private final Smoothing moves1;
  private final Smoothing moves2;
  private final Smoothing sizes1;
  private final Smoothing sizes2;
  private final Smoothing signal;
  private double previous = Double.NaN;

  private TrueStrength(Params params, Profile profile) {
    this.moves1 = Smoothing.ema(params.integer("long"), profile);
    this.moves2 = Smoothing.ema(params.integer("short"), profile);
    this.sizes1 = Smoothing.ema(params.integer("long"), profile);
    this.sizes2 = Smoothing.ema(params.integer("short"), profile);
    this.signal = Smoothing.ema(params.integer("signal"), profile);
  }

  private TrueStrength(TrueStrength other) {
    this.moves1 = other.moves1.copy();
    this.moves2 = other.moves2.copy();
    this.sizes1 = other.sizes1.copy();
    this.sizes2 = other.sizes2.copy();
    this.signal = other.signal.copy();
    this.previous = other.previous;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double change = c - previous;
    if (moves) {
      previous = c;
    }
    double move = through(moves, moves2, through(moves, moves1, change));
    double size = through(moves, sizes2, through(moves, sizes1, Math.abs(change)));
    double tsi = size == 0 ? 0 : 100 * (move / size);
    double mean = through(moves, signal, tsi);
    out[0] = Double.isNaN(mean) ? Double.NaN : tsi;
    out[1] = mean;
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] close = bars.close();
    double[] now = new double[2];
    for (int i = 0; i < close.length; i++) {
      at(true, 0, 0, 0, close[i], 0, now);
      out[0][i] = now[0];
      out[1][i] = now[1];
    }
  }

  @Override
  public TrueStrength copy() {
    return new TrueStrength(this);
  }
}
