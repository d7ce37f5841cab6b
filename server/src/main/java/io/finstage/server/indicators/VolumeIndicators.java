package io.finstage.server.indicators;

import java.util.List;

/** The part of the catalog that is about volume. */
final class VolumeIndicators {

  static final List<Descriptor> ALL =
      List.of(
          Obv.DESCRIPTOR,
          MoneyFlow.DESCRIPTOR,
          AccumulationDistribution.LINE,
          AccumulationDistribution.OSCILLATOR,
          ChaikinMoneyFlow.DESCRIPTOR,
          ForceIndex.DESCRIPTOR,
          EaseOfMovement.DESCRIPTOR,
          VolumeTrend.NVI,
          VolumeTrend.PVI,
          VolumeTrend.PVT,
          Klinger.DESCRIPTOR);

  private VolumeIndicators() {}
}
