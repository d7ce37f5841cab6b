package io.finstage.server.bars;

import io.finstage.server.market.Bar;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;

/** A bar, and whose it is. */
public record SymbolBar(Symbol symbol, Interval interval, Bar bar) {}
