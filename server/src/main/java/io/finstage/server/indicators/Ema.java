package io.finstage.server.indicators;

import static io.finstage.server.indicators.Input.CLOSE;

/**
 * Exponential moving average, and Wilder's (RMA), which is the same with a smaller step. The
 * arithmetic is {@link Smoothing}'s.
 *
 * <p>Both begin with the mean of the first n closes. PINE begins the EMA from the first close and
 * is silent as long as the others.
 */
final class Ema {

  static final Descriptor DESCRIPTOR =
      Descriptor.of("ema", "Exponential moving average", Category.MOVING_AVERAGE)
          .reads(CLOSE)
          .period("period", 1, 20)
          .gives("ema", Output.Unit.PRICE, true)
          .lookback(params -> params.integer("period") - 1)
          .fades(params -> Smoothing.fadingEma(params.integer("period")))
          .also(Profile.TALIB_0_4, Profile.PINE)
          .formula("e = e' + 2 / (n + 1) (c - e')", "TA-Lib 0.4, ta_EMA.c; Pine reference, ta.ema")
          .makes(
              (params, profile) -> new OnClose(Smoothing.ema(params.integer("period"), profile)));

  static final Descriptor RMA =
      Descriptor.of("rma", "Wilder's moving average", Category.MOVING_AVERAGE)
          .alias("smma", "wilder")
          .reads(CLOSE)
          .period("period", 1, 14)
          .gives("rma", Output.Unit.PRICE, true)
          .lookback(params -> params.integer("period") - 1)
          .fades(params -> Smoothing.fadingWilder(params.integer("period")))
          .formula("r = r' + (c - r') / n", "Wilder 1978, New Concepts; Pine reference, ta.rma")
          .makes((params, profile) ->
              new OnClose(Smoothing.wilder(params.integer("period"), profile)));

  private Ema() {}
}
