/**
 * Bars: trades become bars of every interval, closed bars are kept.
 *
 * <pre>
 *  accept(trade) --> queue (bounded) --> engine thread --> BarBuilder (pure)
 *                                                             | BarChange: forms, closed, corrected
 *                                    watchers, current() <----+
 *                                                             | closed, corrected
 *  last(n), range() <-- HotBars (bounded) <-- BarStore <------+
 *                                                '--> Database: one commit per batch
 * </pre>
 *
 * <p>{@link io.finstage.server.bars.Bars} is the door for what is live, {@link
 * io.finstage.server.bars.BarStore} for what was.
 */
@NullMarked
package io.finstage.server.bars;

import org.jspecify.annotations.NullMarked;
