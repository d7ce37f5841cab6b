package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

/**
 * Standard deviation of the last n closes (population), and its square, the variance. The
 * arithmetic is {@link Spread}'s.
 *
 * <p>TALIB_0_4 answers 0 for the standard deviation where the variance is below 1e-8.
 */
final class StandardDeviation extends Filter {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("stddev", "Standard deviation", Category.STATISTIC)
          .alias("stdev")
          .reads(CLOSE)
          .period("period", 2, 20)
          .real("k", 0, 1000, 1)
          .gives("stddev", Output.Unit.PRICE, false)
          .lookback(params -> params.integer("period") - 1)
          .also(Profile.TALIB_0_4)
          .formula("k sqrt(sum (c - mean)^2 / n)", "TA-Lib 0.4, ta_STDDEV.c")
          .makes((params, profile) ->
              new OnClose(
                  new StandardDeviation(
                      new Spread(params.integer("period"), profile),
                      profile == Profile.TALIB_0_4,
                      false,
                      params.real("k"))));

  static final Descriptor VAR =
      Descriptor.of("var", "Variance", Category.STATISTIC)
          .alias("variance")
          .reads(CLOSE)
          .period("period", 1, 20)
          .gives("var", Output.Unit.RATIO, false)
          .lookback(params -> params.integer("period") - 1)
          .also(Profile.TALIB_0_4)
          .formula("sum (c - mean)^2 / n", "TA-Lib 0.4, ta_VAR.c")
          .makes((params, profile) ->
              new OnClose(
                  new StandardDeviation(
                      new Spread(params.integer("period"), profile),
                      profile == Profile.TALIB_0_4,
                      true,
                      1)));

  private static final double TALIB_ZERO = 0.00000001;

  private final Spread spread;
  private final boolean talib;
  private final boolean squared;
  private final double k;

  private StandardDeviation(Spread spread, boolean talib, boolean squared, double k) {
    this.spread = spread;
    this.talib = talib;
    this.squared = squared;
    this.k = k;
  }

  @Override
  public double next(double value) {
    return Double.isNaN(value) ? Double.NaN : read(spread.add(value));
  }

  @Override
  public double peek(double value) {
    return read(spread.with(value));
  }

  @Override
  public void run(double[] in, double[] out) {
    for (int i = 0; i < in.length; i++) {
      out[i] = next(in[i]);
    }
  }

  @Override
  public StandardDeviation copy() {
    return new StandardDeviation(spread.copy(), talib, squared, k);
  }

  /** Root of a variance; TA-Lib has none for a small one. */
  static double root(double variance, boolean talib) {
    return talib && variance < TALIB_ZERO ? 0 : Math.sqrt(variance);
  }

  private double read(double variance) {
    return squared ? variance : root(variance, talib) * k;
  }
}
