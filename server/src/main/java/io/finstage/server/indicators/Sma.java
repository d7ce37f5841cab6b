package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

/**
 * Simple moving average: the mean of the last n closes.
 *
 * <p>ACCURATE sums in blocks ({@link Window}): no rounding lives longer than 2n bars and a spike
 * leaves nothing behind. TALIB_0_4 is TA-Lib's running sum: it adds the new close, divides, then
 * takes the oldest off.
 */
final class Sma extends Filter {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("sma", "Simple moving average", Category.MOVING_AVERAGE)
          .alias("ma")
          .reads(CLOSE)
          .period("period", 1, 20)
          .gives("sma", Output.Unit.PRICE, true)
          .lookback(params -> params.integer("period") - 1)
          .also(Profile.TALIB_0_4)
          .formula("(c[0] + ... + c[n-1]) / n", "TA-Lib 0.4, ta_SMA.c; Achelis, Technical Analysis")
          .makes((params, profile) -> new OnClose(new Sma(params.integer("period"), profile)));

  private final Window window;

  Sma(int period, Profile profile) {
    this(Window.of(period, profile));
  }

  private Sma(Window window) {
    this.window = window;
  }

  @Override
  public double next(double value) {
    return Double.isNaN(value) ? Double.NaN : window.add(value) / window.length();
  }

  @Override
  public double peek(double value) {
    return window.sumWith(value) / window.length();
  }

  @Override
  public void run(double[] in, double[] out) {
    if (!isSame(in, out) && window.isNew() && isComplete(in)) {
      window.means(in, out);
      return;
    }
    for (int i = 0; i < in.length; i++) {
      out[i] = next(in[i]);
    }
  }

  @Override
  public Sma copy() {
    return new Sma(window.copy());
  }

  @SuppressWarnings("ReferenceEquality") // the same array, not an equal one
  private static boolean isSame(double[] in, double[] out) {
    return in == out;
  }

  private static boolean isComplete(double[] values) {
    boolean complete = true;
    for (double value : values) {
      complete &= !Double.isNaN(value);
    }
    return complete;
  }
}
