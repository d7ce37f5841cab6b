package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

import io.finstage.server.market.BarSeries;

/**
 * Bollinger bands, and where in them the price is and how wide they are.
 *
 * <pre>
 *   middle = SMA(c, n)   upper, lower = middle +- k stddev(c, n)      (population)
 *   %B = (c - lower) / (upper - lower), 0.5 where they meet
 *   BBW = (upper - lower) / middle
 * </pre>
 *
 * <p>TALIB_0_4 has a standard deviation of 0 where the variance is below 1e-8.
 */
final class Bollinger extends Formula {

  private enum Reading {
    BANDS,
    PERCENT_B,
    WIDTH
  }

  static final Descriptor DESCRIPTOR =
      draft("bbands", "Bollinger bands", Category.VOLATILITY)
          .alias("bollinger", "bb")
          .gives("upper", Output.Unit.PRICE, true)
          .gives("middle", Output.Unit.PRICE, true)
          .gives("lower", Output.Unit.PRICE, true)
          .also(Profile.TALIB_0_4)
          .formula(
              "SMA(c, n) +- k stddev(c, n)",
              "Bollinger 2001, Bollinger on Bollinger Bands; TA-Lib 0.4, ta_BBANDS.c")
          .makes((params, profile) -> of(Reading.BANDS, params, profile));

  static final Descriptor PERCENT_B =
      draft("percent_b", "Bollinger %B", Category.VOLATILITY)
          .alias("percentb")
          .gives("percent_b", Output.Unit.RATIO, false)
          .formula("(c - lower) / (upper - lower)", "Bollinger 2001, Bollinger on Bollinger Bands")
          .makes((params, profile) -> of(Reading.PERCENT_B, params, profile));

  static final Descriptor WIDTH =
      draft("bbw", "Bollinger band width", Category.VOLATILITY)
          .alias("bandwidth")
          .gives("bbw", Output.Unit.RATIO, false)
          .formula("(upper - lower) / middle", "Bollinger 2001, Bollinger on Bollinger Bands")
          .makes((params, profile) -> of(Reading.WIDTH, params, profile));

  private final Reading reading;
  private final boolean talib;
  private final double k;
  private final Window window;
  private final Spread spread;

  private Bollinger(Reading reading, boolean talib, double k, Window window, Spread spread) {
    this.reading = reading;
    this.talib = talib;
    this.k = k;
    this.window = window;
    this.spread = spread;
  }

  private static Bollinger of(Reading reading, Params params, Profile profile) {
    int period = params.integer("period");
    return new Bollinger(
        reading,
        profile == Profile.TALIB_0_4,
        params.real("k"),
        Window.of(period, profile),
        new Spread(period, profile));
  }

  @Override
  void at(boolean moves, double o, double h, double l, double c, double v, double[] out) {
    double middle = (moves ? window.add(c) : window.sumWith(c)) / window.length();
    double variance = moves ? spread.add(c) : spread.with(c);
    double distance = StandardDeviation.root(variance, talib) * k;
    switch (reading) {
      case BANDS -> {
        out[0] = middle + distance;
        out[1] = middle;
        out[2] = middle - distance;
      }
      case PERCENT_B -> out[0] = percentB(c, middle, distance);
      case WIDTH -> out[0] = width(middle, distance);
    }
  }

  @Override
  public void run(BarSeries bars, double[][] out) {
    double[] close = bars.close();
    if (reading != Reading.BANDS) {
      double[] one = new double[1];
      for (int i = 0; i < close.length; i++) {
        at(true, 0, 0, 0, close[i], 0, one);
        out[0][i] = one[0];
      }
      return;
    }
    double[] upper = out[0];
    double[] middle = out[1];
    double[] lower = out[2];
    window.means(close, middle);
    spread.run(close, upper);
    if (talib) {
      for (int i = 0; i < close.length; i++) {
        upper[i] = StandardDeviation.root(upper[i], true);
      }
    } else {
      for (int i = 0; i < close.length; i++) {
        upper[i] = Math.sqrt(upper[i]);
      }
    }
    for (int i = 0; i < close.length; i++) {
      double distance = upper[i] * k;
      upper[i] = middle[i] + distance;
      lower[i] = middle[i] - distance;
    }
  }

  @Override
  public Bollinger copy() {
    return new Bollinger(reading, talib, k, window.copy(), spread.copy());
  }

  private static double percentB(double c, double middle, double distance) {
    return distance == 0 ? 0.5 : 0.5 + (c - middle) / (2 * distance);
  }

  private static double width(double middle, double distance) {
    return middle == 0 ? Double.NaN : 2 * distance / middle;
  }

  private static Descriptor.Draft draft(String id, String title, Category category) {
    return Descriptor.of(id, title, category)
        .reads(CLOSE)
        .period("period", 2, 20)
        .real("k", 0, 1000, 2)
        .lookback(params -> params.integer("period") - 1);
  }
}
