package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;
import static io.finstage.server.indicators.Input.VOLUME;

import io.finstage.server.market.BarSeries;

/**
 * Klinger volume oscillator.
 *
 * <pre>
 *   trend = 1 where h + l + c rose, else -1   d = h - l
 *   cumulated = cumulated' + d where the trend goes on, else d' + d
 *   force = 100 trend v |2 (d / cumulated - 1)|;  0 where nothing was cumulated
 *   kvo = EMA(force, fast) - EMA(force, slow)   signal = EMA(kvo, signal)
 * </pre>
 *
 * <p>PINE has {@code force = v} where the typical price did not fall, else {@code -v}.
 */
final class Klinger extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("kvo", "Klinger volume oscillator", Category.VOLUME)
          .reads(HIGH, LOW, CLOSE, VOLUME)
          .period("fast", 1, 34)
          .period("slow", 1, 55)
          .period("signal", 1, 13)
          .gives("kvo", Output.Unit.VOLUME, false)
          .gives("signal", Output.Unit.VOLUME, false)
          .lookback(p -> slow(p) + p.integer("signal") - 1)
          .fades(p -> Smoothing.fadingEma(slow(p)) + Smoothing.fadingEma(p.integer("signal")))
          .also(Profile.PINE)
          .formula(
              "EMA(force, fast) - EMA(force, slow), and its EMA",
              "Klinger 1997, Stocks and Commodities; Pine: TradingView, Klinger Oscillator")
          .makes((p, profile) -> new Klinger(p, profile));

  private final boolean pine;
  private final Smoothing fast;
  private final Smoothing slow;
  private final Smoothing signal;
  private double previousSum = Double.NaN;
  private double previousRange;
  private double cumulated;
  private int trend;

  private Klinger(Params params, Profile profile) {
    int a = params.integer("fast");
    int b = params.integer("slow");
    this.pine = profile == Profile.PINE;
    this.fast = Smoothing.ema(Math.min(a, b), profile);
    this.slow = Smoothing.ema(Math.max(a, b), profile);
    this.signal = Smoothing.ema(params.integer("signal"), profile);
  }

  private Klinger(Klinger other) {
    this.pine = other.pine;
    this.fast = other.fast.copy();
    this.slow = other.slow.copy();
    this.signal = other.signal.copy();
    this.previousSum = other.previousSum;
    this.previousRange = other.previousRange;
    this.cumulated = other.cumulated;
    this.trend = other.trend;
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double force = force(moves, h, l, c, v);
    double kvo = through(moves, fast, force) - through(moves, slow, force);
    double mean = through(moves, signal, kvo);
    out[0] = Double.isNaN(mean) ? Double.NaN : kvo;
    out[1] = mean;
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] now = new double[2];
    for (int i = 0; i < bars.size(); i++) {
      at(true, 0, bars.high()[i], bars.low()[i], bars.close()[i], bars.volume()[i], now);
      out[0][i] = now[0];
      out[1][i] = now[1];
    }
  }

  @Override
  public Klinger copy() {
    return new Klinger(this);
  }

  private double force(boolean moves, double h, double l, double c, double v) {
    double sum = h + l + c;
    double range = h - l;
    boolean first = Double.isNaN(previousSum);
    double change = sum - previousSum;
    int direction = change > 0 ? 1 : -1;
    double total = direction == trend ? cumulated + range : previousRange + range;
    if (moves) {
      previousSum = sum;
      previousRange = range;
      cumulated = first ? range : total;
      trend = first ? 0 : direction;
    }
    if (first) {
      return Double.NaN;
    }
    if (pine) {
      return change >= 0 ? v : -v;
    }
    return total == 0 ? 0 : 100 * direction * v * Math.abs(2 * (range / total - 1));
  }

  private static int slow(Params params) {
    return Math.max(params.integer("fast"), params.integer("slow"));
  }
}
