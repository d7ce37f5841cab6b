package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

/**
 * Double and triple exponential moving average: the lag of an EMA is estimated by smoothing it
 * again, and taken off.
 *
 * <pre>
 *   e1 = EMA(c)   e2 = EMA(e1)   e3 = EMA(e2)
 *   DEMA = 2 e1 - e2             TEMA = 3 e1 - 3 e2 + e3
 * </pre>
 */
final class Dema extends Filter {

  static final Descriptor DESCRIPTOR =
      of("dema", "Double exponential moving average", 2, "2 e1 - e2, e2 the EMA of e1", "DEMA");
  static final Descriptor TEMA =
      of("tema", "Triple exponential moving average", 3, "3 e1 - 3 e2 + e3", "TEMA");

  private final boolean triple;
  private final Smoothing first;
  private final Smoothing second;
  private final Smoothing third;

  private Dema(boolean triple, Smoothing first, Smoothing second, Smoothing third) {
    this.triple = triple;
    this.first = first;
    this.second = second;
    this.third = third;
  }

  @Override
  public double next(double value) {
    double e1 = first.next(value);
    double e2 = second.next(e1);
    return triple ? combine(e1, e2, third.next(e2)) : 2.0 * e1 - e2;
  }

  @Override
  public double peek(double value) {
    double e1 = first.peek(value);
    double e2 = second.peek(e1);
    return triple ? combine(e1, e2, third.peek(e2)) : 2.0 * e1 - e2;
  }

  @Override
  public void run(double[] in, double[] out) {
    for (int i = 0; i < in.length; i++) {
      out[i] = next(in[i]);
    }
  }

  @Override
  public Dema copy() {
    return new Dema(triple, first.copy(), second.copy(), third.copy());
  }

  private static double combine(double e1, double e2, double e3) {
    return e3 + (3.0 * e1 - 3.0 * e2);
  }

  private static Descriptor of(String id, String title, int order, String formula, String file) {
    return Descriptor.of(id, title, Category.MOVING_AVERAGE)
        .reads(CLOSE)
        .period("period", 1, 20)
        .gives(id, Output.Unit.PRICE, true)
        .lookback(params -> order * (params.integer("period") - 1))
        .fades(params -> order * Smoothing.fadingEma(params.integer("period")))
        .also(Profile.TALIB_0_4, Profile.PINE)
        .formula(formula, "Mulloy 1994, Stocks & Commodities 12; TA-Lib 0.4, ta_" + file + ".c")
        .makes((params, profile) -> {
          int period = params.integer("period");
          return new OnClose(
              new Dema(
                  order == 3,
                  Smoothing.ema(period, profile),
                  Smoothing.ema(period, profile),
                  Smoothing.ema(period, profile)));
        });
  }
}
