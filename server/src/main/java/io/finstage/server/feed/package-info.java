/**
 * Sources of ticks, and their supervision.
 *
 * <pre>
 * MarketDataSource -> Feed (Intake: order, counts) -> TickSink
 *                      '- Supervisor: start, interrupt, back off
 * </pre>
 *
 * A source says what it sees and ends when it cannot go on; whether and when it is started again is
 * the feed's business. Ticks of strangers pass {@link TickCheck} before anything else sees them.
 */
@NullMarked
package io.finstage.server.feed;

import org.jspecify.annotations.NullMarked;
