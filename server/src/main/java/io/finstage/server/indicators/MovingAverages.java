package io.finstage.server.indicators;

import java.util.List;

/** The part of the catalog that is drawn over the price. */
final class MovingAverages {

  static final List<Descriptor> ALL = List.of(Sma.DESCRIPTOR, Ema.DESCRIPTOR, Ema.RMA);

  private MovingAverages() {}
}
