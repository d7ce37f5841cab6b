package io.finstage.server.hub;

import io.finstage.server.market.Symbol;

/** What takes a sequence of its symbol: an update, or a hole that the source left. */
sealed interface Sequenced permits PriceUpdate, UpstreamHole {

  Symbol symbol();

  long sequence();
}
