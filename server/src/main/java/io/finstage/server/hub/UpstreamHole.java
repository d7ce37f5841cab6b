package io.finstage.server.hub;

import io.finstage.server.market.Symbol;

/** The source lost an unknown number of events; one sequence stands for all of them. */
record UpstreamHole(Symbol symbol, long sequence) implements Sequenced {

  Gap gap() {
    return new Gap(symbol, sequence, sequence, Gap.Cause.UPSTREAM);
  }
}
