package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

import io.finstage.server.market.BarSeries;

/**
 * Connors RSI: the mean of three numbers from 0 to 100.
 *
 * <pre>
 *   RSI(c, period)
 *   RSI(streak, streak), streak = bars that the close rose in a row, or minus those that it fell
 *   per cent of the last n one-bar rates of change that are below this one
 * </pre>
 */
final class ConnorsRsi extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("crsi", "Connors RSI", Category.MOMENTUM)
          .alias("connors_rsi")
          .reads(CLOSE)
          .period("period", 2, 3)
          .period("streak", 2, 2)
          .period("rank", 1, 100)
          .gives("crsi", Output.Unit.PERCENT, false)
          .lookback(p ->
              Math.max(p.integer("rank") + 1, Math.max(p.integer("period"), p.integer("streak"))))
          .fades(p -> Descriptor.fading(1.0 / Math.max(p.integer("period"), p.integer("streak"))))
          .formula(
              "(RSI(c) + RSI(streak) + percent rank of the rate of change) / 3",
              "Connors and Alvarez 2012, An Introduction to ConnorsRSI")
          .makes((p, profile) -> new ConnorsRsi(p));

  private final Rsi prices;
  private final Rsi streaks;
  private final Rank rank;
  private double previous = Double.NaN;
  private int streak;

  private ConnorsRsi(Params params) {
    this.prices = new Rsi(params.integer("period"), Profile.ACCURATE);
    this.streaks = new Rsi(params.integer("streak"), Profile.ACCURATE);
    this.rank = new Rank(params.integer("rank"), false);
  }

  private ConnorsRsi(ConnorsRsi other) {
    this.prices = other.prices.copy();
    this.streaks = other.streaks.copy();
    this.rank = other.rank.copy();
    this.previous = other.previous;
    this.streak = other.streak;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double change = c - previous;
    int run = 0;
    if (change > 0) {
      run = Math.max(streak, 0) + 1;
    } else if (change < 0) {
      run = Math.min(streak, 0) - 1;
    }
    double rate = previous == 0 ? 0 : change / previous;
    double ranked = Double.isNaN(rate) ? Double.NaN : rank.with(moves, rate);
    out[0] = (prices.with(moves, c) + streaks.with(moves, run) + ranked) / 3;
    if (moves) {
      previous = c;
      streak = run;
    }
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
  public ConnorsRsi copy() {
    return new ConnorsRsi(this);
  }
}
