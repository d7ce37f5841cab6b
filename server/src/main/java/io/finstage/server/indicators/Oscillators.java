package io.finstage.server.indicators;

import java.util.List;

/** The part of the catalog that has a pane of its own. */
final class Oscillators {

  static final List<Descriptor> ALL = List.of(Rsi.DESCRIPTOR);

  private Oscillators() {}
}
