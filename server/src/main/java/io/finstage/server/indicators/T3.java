package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

/**
 * Tillson's T3: a generalised DEMA, applied three times, written out.
 *
 * <pre>
 *   e1 ... e6 = EMA of the one before
 *   T3 = -v^3 e6 + 3 (v^2 + v^3) e5 - (6 v^2 + 3 v + 3 v^3) e4 + (1 + 3 v + v^3 + 3 v^2) e3
 * </pre>
 */
final class T3 extends Filter {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("t3", "Tillson's T3", Category.MOVING_AVERAGE)
          .reads(CLOSE)
          .period("period", 1, 5)
          .real("volume_factor", 0, 1, 0.7)
          .gives("t3", Output.Unit.PRICE, true)
          .lookback(params -> 6 * (params.integer("period") - 1))
          .fades(params -> 4 * Smoothing.fadingEma(params.integer("period")))
          .also(Profile.TALIB_0_4)
          .formula(
              "-v3 e6 + 3 (v2 + v3) e5 - (6 v2 + 3 v + 3 v3) e4 + (1 + 3 v + v3 + 3 v2) e3",
              "Tillson 1998, Stocks & Commodities 16; TA-Lib 0.4, ta_T3.c")
          .makes((params, profile) ->
              new OnClose(
                  new T3(chain(params.integer("period"), profile), params.real("volume_factor"))));

  private final Smoothing[] chain;
  private final double factor;
  private final double c1;
  private final double c2;
  private final double c3;
  private final double c4;

  private T3(Smoothing[] chain, double factor) {
    this.chain = chain;
    this.factor = factor;
    double squared = factor * factor;
    this.c1 = -(squared * factor);
    this.c2 = 3.0 * (squared - c1);
    this.c3 = -6.0 * squared - 3.0 * (factor - c1);
    this.c4 = 1.0 + 3.0 * factor - c1 + 3.0 * squared;
  }

  @Override
  public double next(double value) {
    double e3 = chain[2].next(chain[1].next(chain[0].next(value)));
    double e4 = chain[3].next(e3);
    double e5 = chain[4].next(e4);
    return c1 * chain[5].next(e5) + c2 * e5 + c3 * e4 + c4 * e3;
  }

  @Override
  public double peek(double value) {
    double e3 = chain[2].peek(chain[1].peek(chain[0].peek(value)));
    double e4 = chain[3].peek(e3);
    double e5 = chain[4].peek(e4);
    return c1 * chain[5].peek(e5) + c2 * e5 + c3 * e4 + c4 * e3;
  }

  @Override
  public void run(double[] in, double[] out) {
    for (int i = 0; i < in.length; i++) {
      out[i] = next(in[i]);
    }
  }

  @Override
  public T3 copy() {
    Smoothing[] copies = new Smoothing[chain.length];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = chain[i].copy();
    }
    return new T3(copies, factor);
  }

  private static Smoothing[] chain(int period, Profile profile) {
    Smoothing[] chain = new Smoothing[6];
    for (int i = 0; i < chain.length; i++) {
      chain[i] = Smoothing.mixing(period, profile);
    }
    return chain;
  }
}
