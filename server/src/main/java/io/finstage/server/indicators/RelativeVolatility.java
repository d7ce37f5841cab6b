package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

import io.finstage.server.market.BarSeries;

/**
 * Relative volatility index: an RSI of standard deviations.
 *
 * <pre>
 *   s = population standard deviation of the last n closes
 *   U, D = Wilder's means of s on rising bars, on falling bars, else 0
 *   100 U / (U + D);  50 where nothing moved
 * </pre>
 *
 * <p>PINE has EMAs instead of Wilder's means.
 */
final class RelativeVolatility extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("rvi", "Relative volatility index", Category.VOLATILITY)
          .reads(CLOSE)
          .period("period", 2, 10)
          .period("smoothing", 1, 14)
          .gives("rvi", Output.Unit.PERCENT, false)
          .lookback(p -> p.integer("period") + p.integer("smoothing") - 2)
          .fades(p -> Smoothing.fadingWilder(p.integer("smoothing")))
          .also(Profile.PINE)
          .formula(
              "100 U / (U + D), Wilder's means of the standard deviation of rising, falling bars",
              "Dorsey 1993, Stocks and Commodities; Pine: TradingView, Relative Volatility Index")
          .makes((p, profile) -> new RelativeVolatility(p, profile));

  private final Spread spread;
  private final Smoothing up;
  private final Smoothing down;
  private double previous = Double.NaN;

  private RelativeVolatility(Params params, Profile profile) {
    int smoothing = params.integer("smoothing");
    boolean pine = profile == Profile.PINE;
    this.spread = new Spread(params.integer("period"), Profile.ACCURATE);
    this.up = pine ? Smoothing.ema(smoothing, profile) : Smoothing.wilder(smoothing, profile);
    this.down = up.copy();
  }

  private RelativeVolatility(RelativeVolatility other) {
    this.spread = other.spread.copy();
    this.up = other.up.copy();
    this.down = other.down.copy();
    this.previous = other.previous;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double s = Math.sqrt(moves ? spread.add(c) : spread.with(c));
    double change = c - previous;
    if (moves) {
      previous = c;
    }
    boolean warm = !Double.isNaN(s);
    double u = through(moves, up, warm && !(change > 0) ? 0 : s);
    double d = through(moves, down, warm && !(change < 0) ? 0 : s);
    out[0] = u + d == 0 ? 50 : 100 * (u / (u + d));
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] now = new double[1];
    for (int i = 0; i < bars.size(); i++) {
      at(true, 0, 0, 0, bars.close()[i], 0, now);
      out[0][i] = now[0];
    }
  }

  @Override
  public RelativeVolatility copy() {
    return new RelativeVolatility(this);
  }
}
