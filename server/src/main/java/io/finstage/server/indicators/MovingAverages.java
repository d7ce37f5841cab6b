package io.finstage.server.indicators;

import java.util.List;

/** The part of the catalog that is drawn over the price. */
final class MovingAverages {

  static final List<Descriptor> ALL =
      List.of(
          Sma.DESCRIPTOR,
          Ema.DESCRIPTOR,
          Ema.RMA,
          Wma.DESCRIPTOR,
          Dema.DESCRIPTOR,
          Dema.TEMA,
          Hma.DESCRIPTOR,
          Vwma.DESCRIPTOR,
          Kama.DESCRIPTOR,
          Trima.DESCRIPTOR,
          T3.DESCRIPTOR,
          Zlema.DESCRIPTOR,
          Alma.DESCRIPTOR,
          LinearRegression.LINEARREG,
          LinearRegression.SLOPE,
          LinearRegression.ANGLE,
          LinearRegression.INTERCEPT,
          LinearRegression.TSF,
          Bollinger.DESCRIPTOR,
          Bollinger.PERCENT_B,
          Bollinger.WIDTH,
          StandardDeviation.DESCRIPTOR,
          StandardDeviation.VAR,
          Keltner.DESCRIPTOR,
          Donchian.DESCRIPTOR,
          Donchian.MIDPRICE,
          Donchian.MIDPOINT,
          Supertrend.DESCRIPTOR,
          Ichimoku.DESCRIPTOR,
          ParabolicSar.DESCRIPTOR,
          Chandelier.DESCRIPTOR,
          Vwap.DESCRIPTOR,
          Vwap.ANCHORED,
          Atr.DESCRIPTOR,
          Atr.NATR,
          TrueRange.DESCRIPTOR,
          Mama.DESCRIPTOR,
          Trendline.DESCRIPTOR,
          Frama.DESCRIPTOR,
          Vidya.DESCRIPTOR,
          AccelerationBands.DESCRIPTOR);

  private MovingAverages() {}
}
