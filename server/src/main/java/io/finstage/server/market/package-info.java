/** The words of the market: what a symbol, a trade and a quote are. */
@NullMarked
package io.finstage.server.market;

import org.jspecify.annotations.NullMarked;
