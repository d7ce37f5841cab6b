package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

/**
 * Zero-lag exponential moving average: an EMA of the price plus its change over the EMA's lag.
 *
 * <pre>
 *   ZLEMA = EMA(c + (c - c[lag]), n)      lag = (n - 1) / 2, rounded down
 * </pre>
 */
final class Zlema extends Filter {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("zlema", "Zero-lag exponential moving average", Category.MOVING_AVERAGE)
          .reads(CLOSE)
          .period("period", 1, 20)
          .gives("zlema", Output.Unit.PRICE, true)
          .lookback(params -> lag(params.integer("period")) + params.integer("period") - 1)
          .fades(params -> Smoothing.fadingEma(params.integer("period")))
          .formula(
              "EMA(2 c - c[lag], n), lag = (n - 1) / 2",
              "Ehlers & Way 2010, Stocks & Commodities 28")
          .makes((params, profile) -> {
            int period = params.integer("period");
            return new OnClose(
                new Zlema(new Ring(lag(period) + 1), Smoothing.ema(period, profile)));
          });

  /** The newest and as many before it as the lag. */
  private final Ring last;

  private final Smoothing smoothing;

  private Zlema(Ring last, Smoothing smoothing) {
    this.last = last;
    this.smoothing = smoothing;
  }

  @Override
  public double next(double value) {
    if (Double.isNaN(value)) {
      return Double.NaN;
    }
    last.push(value);
    return last.full() ? smoothing.next(ahead(value)) : Double.NaN;
  }

  @Override
  public double peek(double value) {
    if (Double.isNaN(value)) {
      return Double.NaN;
    }
    double gone = last.push(value);
    double peek = last.full() ? smoothing.peek(ahead(value)) : Double.NaN;
    last.undo(gone);
    return peek;
  }

  @Override
  public void run(double[] in, double[] out) {
    for (int i = 0; i < in.length; i++) {
      out[i] = next(in[i]);
    }
  }

  @Override
  public Zlema copy() {
    return new Zlema(last.copy(), smoothing.copy());
  }

  private double ahead(double value) {
    return value + (value - last.window()[last.first()]);
  }

  private static int lag(int period) {
    return (period - 1) / 2;
  }
}
