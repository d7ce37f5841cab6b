package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;

import io.finstage.server.market.BarSeries;
import java.util.Arrays;

/**
 * Stochastic oscillator: where the close is within the range of the last k bars.
 *
 * <pre>
 *   raw = 100 (c - lowest low) / (highest high - lowest low);  0 where the range is empty
 *   k   = SMA(raw, slowing)   d = SMA(k, d)
 * </pre>
 *
 * <p>The fast one does not slow k. Both lines begin with d.
 */
final class Stochastic extends Formula {

  static final Descriptor SLOW =
      Descriptor.of("stoch", "Stochastic oscillator", Category.MOMENTUM)
          .alias("stochastic")
          .reads(HIGH, LOW, CLOSE)
          .period("k", 1, 14)
          .period("slowing", 1, 3)
          .period("d", 1, 3)
          .gives("k", Output.Unit.PERCENT, false)
          .gives("d", Output.Unit.PERCENT, false)
          .lookback(p -> p.integer("k") + p.integer("slowing") + p.integer("d") - 3)
          .also(Profile.TALIB_0_4)
          .formula(
              "k = SMA(100 (c - min l) / (max h - min l)), d = SMA(k)",
              "Lane 1984; TA-Lib 0.4, ta_STOCH.c")
          .makes((p, profile) ->
              new Stochastic(p.integer("k"), p.integer("slowing"), p.integer("d"), profile));

  static final Descriptor FAST =
      Descriptor.of("stochf", "Fast stochastic oscillator", Category.MOMENTUM)
          .alias("stoch_fast")
          .reads(HIGH, LOW, CLOSE)
          .period("k", 1, 14)
          .period("d", 1, 3)
          .gives("k", Output.Unit.PERCENT, false)
          .gives("d", Output.Unit.PERCENT, false)
          .lookback(p -> p.integer("k") + p.integer("d") - 2)
          .also(Profile.TALIB_0_4)
          .formula(
              "k = 100 (c - min l) / (max h - min l), d = SMA(k)",
              "Lane 1984; TA-Lib 0.4, ta_STOCHF.c")
          .makes((p, profile) -> new Stochastic(p.integer("k"), 1, p.integer("d"), profile));

  private final boolean talib;
  private final Range range;
  private final Mean slow;
  private final Mean d;

  private Stochastic(int k, int slowing, int d, Profile profile) {
    this.talib = profile == Profile.TALIB_0_4;
    this.range = new Range(k);
    this.slow = Mean.of(slowing, profile);
    this.d = Mean.of(d, profile);
  }

  private Stochastic(Stochastic other) {
    this.talib = other.talib;
    this.range = other.range.copy();
    this.slow = other.slow.copy();
    this.d = other.d.copy();
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    if (moves) {
      range.add(h, l);
    }
    double highest = moves ? range.highest() : range.highestWith(h);
    double lowest = moves ? range.lowest() : range.lowestWith(l);
    double k = through(moves, slow, position(c, highest, lowest, talib));
    double mean = through(moves, d, k);
    out[0] = !Double.isNaN(mean) ? k : Double.NaN;
    out[1] = mean;
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] close = bars.close();
    double[] ks = out[0];
    double[] ds = out[1];
    double[] scratch = new double[ks.length];
    int warm = Math.min(range.length() - 1, ks.length);
    range.run(bars.high(), bars.low(), ks, ds, scratch);
    Arrays.fill(ds, 0, warm, Double.NaN);
    for (int i = warm; i < ks.length; i++) {
      ds[i] = position(close[i], ks[i], ds[i], talib);
    }
    if (talib) {
      // Two running sums wait for each other's additions: side by side they take the time of one.
      for (int i = 0; i < ks.length; i++) {
        ks[i] = slow.next(ds[i]);
        ds[i] = d.next(ks[i]);
      }
    } else {
      slow.run(ds, warm, ks, scratch);
      d.run(ks, Math.min(warm + slow.length() - 1, ks.length), ds, scratch);
    }
    for (int i = 0; i < ks.length && Double.isNaN(ds[i]); i++) {
      ks[i] = Double.NaN;
    }
  }

  @Override
  public Stochastic copy() {
    return new Stochastic(this);
  }

  /** Where a value is in a range, in per cent; NaN where the range is. */
  static double position(double value, double highest, double lowest, boolean talib) {
    if (talib) {
      double part = (highest - lowest) / 100;
      return part == 0 ? 0 : (value - lowest) / part;
    }
    double range = highest - lowest;
    return range == 0 ? 0 : 100 * ((value - lowest) / range);
  }
}
