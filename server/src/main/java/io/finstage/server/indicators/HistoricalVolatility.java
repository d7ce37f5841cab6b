package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

import io.finstage.server.market.BarSeries;

/**
 * Historical volatility: the standard deviation (sample) of the last n logarithmic returns, for a
 * year, in per cent. From or to a price that is not above 0 the return counts 0.
 */
final class HistoricalVolatility extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("hv", "Historical volatility", Category.VOLATILITY)
          .reads(CLOSE)
          .period("period", 2, 20)
          .real("bars_per_year", 1, 40_000_000, 252)
          .gives("hv", Output.Unit.PERCENT, false)
          .lookback(p -> p.integer("period"))
          .formula(
              "100 sqrt(bars_per_year) s, s = sqrt(sum (r - mean r)^2 / (n - 1)), r = ln(c / c')",
              "Hull, Options, Futures and Other Derivatives, estimating volatility from data")
          .makes((p, profile) -> new HistoricalVolatility(p));

  private final Spread spread;
  private final double scale;
  private double previous = Double.NaN;

  private HistoricalVolatility(Params params) {
    int n = params.integer("period");
    this.spread = new Spread(n, Profile.ACCURATE);
    this.scale = 100 * Math.sqrt(params.real("bars_per_year") * n / (n - 1));
  }

  private HistoricalVolatility(HistoricalVolatility other) {
    this.spread = other.spread.copy();
    this.scale = other.scale;
    this.previous = other.previous;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double before = previous;
    if (moves) {
      previous = c;
    }
    if (Double.isNaN(before)) {
      out[0] = Double.NaN;
      return;
    }
    double move = before > 0 && c > 0 ? Math.log(c / before) : 0;
    out[0] = scale * Math.sqrt(moves ? spread.add(move) : spread.with(move));
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
  public HistoricalVolatility copy() {
    return new HistoricalVolatility(this);
  }
}
