package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;
import static io.finstage.server.indicators.Input.HIGH;
import static io.finstage.server.indicators.Input.LOW;

import io.finstage.server.market.BarSeries;
import java.util.Arrays;

/**
 * What is drawn from the highest and the lowest of the last n bars, the newest included.
 *
 * <pre>
 *   DONCHIAN  upper = highest high   lower = lowest low   middle = (upper + lower) / 2
 *   MIDPRICE  (highest high + lowest low) / 2
 *   MIDPOINT  (highest close + lowest close) / 2
 * </pre>
 */
final class Donchian extends Formula {

  private enum Reading {
    CHANNEL,
    MIDPRICE,
    MIDPOINT
  }

  static final Descriptor DESCRIPTOR =
      Descriptor.of("donchian", "Donchian channels", Category.VOLATILITY)
          .alias("dc")
          .reads(HIGH, LOW)
          .period("period", 1, 20)
          .gives("upper", Output.Unit.PRICE, true)
          .gives("middle", Output.Unit.PRICE, true)
          .gives("lower", Output.Unit.PRICE, true)
          .lookback(params -> params.integer("period") - 1)
          .stability(Stability.EXACT)
          .formula(
              "highest high, lowest low, and their middle",
              "Donchian; ChartSchool, Price Channels (with the newest bar)")
          .makes((params, profile) -> of(Reading.CHANNEL, params));

  static final Descriptor MIDPRICE =
      Descriptor.of("midprice", "Middle of highest high and lowest low", Category.PRICE)
          .reads(HIGH, LOW)
          .period("period", 1, 14)
          .gives("midprice", Output.Unit.PRICE, true)
          .lookback(params -> params.integer("period") - 1)
          .stability(Stability.EXACT)
          .also(Profile.TALIB_0_4)
          .formula("(highest high + lowest low) / 2", "TA-Lib 0.4, ta_MIDPRICE.c")
          .makes((params, profile) -> of(Reading.MIDPRICE, params));

  static final Descriptor MIDPOINT =
      Descriptor.of("midpoint", "Middle of highest and lowest close", Category.PRICE)
          .reads(CLOSE)
          .period("period", 1, 14)
          .gives("midpoint", Output.Unit.PRICE, true)
          .lookback(params -> params.integer("period") - 1)
          .stability(Stability.EXACT)
          .also(Profile.TALIB_0_4)
          .formula("(highest c + lowest c) / 2", "TA-Lib 0.4, ta_MIDPOINT.c")
          .makes((params, profile) -> of(Reading.MIDPOINT, params));

  private final Reading reading;
  private final Range extremes;

  private Donchian(Reading reading, Range extremes) {
    this.reading = reading;
    this.extremes = extremes;
  }

  private static Donchian of(Reading reading, Params params) {
    return new Donchian(reading, new Range(params.integer("period")));
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double high = reading == Reading.MIDPOINT ? c : h;
    double low = reading == Reading.MIDPOINT ? c : l;
    if (moves) {
      extremes.add(high, low);
    }
    double highest = moves ? extremes.highest() : extremes.highestWith(high);
    double lowest = moves ? extremes.lowest() : extremes.lowestWith(low);
    double middle = (highest + lowest) / 2.0;
    if (reading == Reading.CHANNEL) {
      out[0] = highest;
      out[1] = middle;
      out[2] = lowest;
    } else {
      out[0] = middle;
    }
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] highs = reading == Reading.MIDPOINT ? bars.close() : bars.high();
    double[] lows = reading == Reading.MIDPOINT ? bars.close() : bars.low();
    boolean channel = reading == Reading.CHANNEL;
    double[] middle = channel ? out[1] : out[0];
    double[] highest = channel ? out[0] : new double[highs.length];
    double[] lowest = channel ? out[2] : new double[highs.length];
    extremes.run(highs, lows, highest, lowest, middle);
    int warm = Math.min(extremes.length() - 1, highs.length);
    Arrays.fill(highest, 0, warm, Double.NaN);
    Arrays.fill(lowest, 0, warm, Double.NaN);
    for (int i = 0; i < middle.length; i++) {
      middle[i] = (highest[i] + lowest[i]) / 2.0;
    }
  }

  @Override
  public Donchian copy() {
    return new Donchian(reading, extremes.copy());
  }
}
