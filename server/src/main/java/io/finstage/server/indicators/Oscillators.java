package io.finstage.server.indicators;

import java.util.List;

/** The part of the catalog that has a pane of its own. */
final class Oscillators {

  static final List<Descriptor> ALL =
      List.of(
          Rsi.DESCRIPTOR,
          Macd.DESCRIPTOR,
          Stochastic.SLOW,
          Stochastic.FAST,
          StochRsi.DESCRIPTOR,
          Cci.DESCRIPTOR,
          WilliamsR.DESCRIPTOR,
          Change.MOM,
          Change.ROC,
          Change.ROCP,
          Change.ROCR,
          Change.ROCR100,
          Directional.PLUS_DM,
          Directional.MINUS_DM,
          Directional.PLUS_DI,
          Directional.MINUS_DI,
          Directional.DX,
          Directional.ADX,
          Directional.ADXR,
          Aroon.LINES,
          Aroon.OSCILLATOR,
          Trix.DESCRIPTOR,
          PriceOscillator.APO,
          PriceOscillator.PPO,
          PriceOscillator.PVO,
          UltimateOscillator.DESCRIPTOR,
          ChandeMomentum.DESCRIPTOR,
          TrueStrength.DESCRIPTOR,
          Awesome.AO,
          Awesome.AC,
          BalanceOfPower.DESCRIPTOR,
          Detrended.DESCRIPTOR,
          KnowSureThing.DESCRIPTOR,
          Qstick.DESCRIPTOR,
          ElderRay.DESCRIPTOR,
          Fisher.DESCRIPTOR,
          StochasticMomentum.DESCRIPTOR,
          ConnorsRsi.DESCRIPTOR,
          SchaffTrend.DESCRIPTOR,
          Vortex.DESCRIPTOR,
          MassIndex.DESCRIPTOR,
          Rank.DESCRIPTOR,
          Coppock.DESCRIPTOR,
          RelativeVolatility.DESCRIPTOR,
          HistoricalVolatility.DESCRIPTOR,
          ZScore.DESCRIPTOR,
          Squeeze.DESCRIPTOR,
          Choppiness.DESCRIPTOR,
          Ulcer.DESCRIPTOR);

  private Oscillators() {}
}
