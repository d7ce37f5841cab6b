package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;

import io.finstage.server.market.BarSeries;
import java.util.Arrays;

/**
 * Williams' %R: how far the close is below the highest high of the last n bars.
 *
 * <pre>
 *   -100 (highest high - c) / (highest high - lowest low);  0 where the range is empty
 * </pre>
 */
final class WilliamsR extends Formula {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("willr", "Williams %R", Category.MOMENTUM)
          .alias("williams_r", "wpr")
          .reads(HIGH, LOW, CLOSE)
          .period("period", 2, 14)
          .gives("willr", Output.Unit.PERCENT, false)
          .lookback(p -> p.integer("period") - 1)
          .also(Profile.TALIB_0_4)
          .formula("-100 (max h - c) / (max h - min l)", "Williams 1979; TA-Lib 0.4, ta_WILLR.c")
          .makes((p, profile) -> new WilliamsR(p.integer("period"), profile));

  private final boolean talib;
  private final Range range;

  private WilliamsR(int period, Profile profile) {
    this.talib = profile == Profile.TALIB_0_4;
    this.range = new Range(period);
  }

  private WilliamsR(WilliamsR other) {
    this.talib = other.talib;
    this.range = other.range.copy();
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    if (moves) {
      range.add(h, l);
    }
    double highest = moves ? range.highest() : range.highestWith(h);
    double lowest = moves ? range.lowest() : range.lowestWith(l);
    out[0] = value(c, highest, lowest);
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] close = bars.close();
    double[] highest = new double[close.length];
    double[] scratch = new double[close.length];
    double[] lowest = out[0];
    range.run(bars.high(), bars.low(), highest, lowest, scratch);
    int warm = Math.min(range.length() - 1, close.length);
    Arrays.fill(lowest, 0, warm, Double.NaN);
    for (int i = warm; i < close.length; i++) {
      out[0][i] = value(close[i], highest[i], lowest[i]);
    }
  }

  @Override
  public WilliamsR copy() {
    return new WilliamsR(this);
  }

  private double value(double c, double highest, double lowest) {
    if (talib) {
      double part = (highest - lowest) / -100;
      return part == 0 ? 0 : (highest - c) / part;
    }
    double width = highest - lowest;
    return width == 0 ? 0 : -100 * ((highest - c) / width);
  }
}
