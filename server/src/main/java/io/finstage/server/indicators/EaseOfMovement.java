package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;
import static io.finstage.server.indicators.Input.VOLUME;

import io.finstage.server.market.BarSeries;

/**
 * Ease of movement: how far the middle of the bar moved for its volume.
 *
 * <pre>
 *   SMA(divisor (m - m') (h - l) / v, n), m = (h + l) / 2;  a bar without volume counts 0
 * </pre>
 */
final class EaseOfMovement extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("emv", "Ease of movement", Category.VOLUME)
          .alias("eom")
          .reads(HIGH, LOW, VOLUME)
          .period("period", 1, 14)
          .real("divisor", 1, 1e12, 10_000)
          .gives("emv", Output.Unit.RATIO, false)
          .lookback(p -> p.integer("period"))
          .formula(
              "SMA(divisor (m - m') (h - l) / v), m = (h + l) / 2",
              "Arms 1996; TradingView, Ease of Movement")
          .makes((p, profile) -> new EaseOfMovement(p.integer("period"), p.real("divisor")));

  private final double divisor;
  private final Mean mean;
  private double previous = Double.NaN;

  private EaseOfMovement(int period, double divisor) {
    this.divisor = divisor;
    this.mean = Mean.of(period, Profile.ACCURATE);
  }

  private EaseOfMovement(EaseOfMovement other) {
    this.divisor = other.divisor;
    this.mean = other.mean.copy();
    this.previous = other.previous;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double middle = (h + l) / 2;
    double move = middle - previous;
    double ease = v == 0 && !Double.isNaN(move) ? 0 : divisor * move * ((h - l) / v);
    if (moves) {
      previous = middle;
    }
    out[0] = through(moves, mean, ease);
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] now = new double[1];
    for (int i = 0; i < bars.size(); i++) {
      at(true, 0, bars.high()[i], bars.low()[i], 0, bars.volume()[i], now);
      out[0][i] = now[0];
    }
  }

  @Override
  public EaseOfMovement copy() {
    return new EaseOfMovement(this);
  }
}
