/**
 * Fan-out: every tick gets a sequence, and reaches every subscriber of its symbol.
 *
 * <pre>
 *  publish(tick)                       one thread at a time per symbol
 *     | sequence, ReplayRing, last value
 *     v
 *  Shard queue (bounded)               full: the publisher waits for the loop, never for a subscriber
 *     |
 *     v
 *  Shard  --- offers to --->  Mailbox  one per subscriber, bounded; full: a gap, or conflation
 *     |                          |
 *     | writes what is ready     | a subscriber whose write blocks gets a writer of its own
 *     v                          v
 *  Outlet (gRPC stream, WebSocket)     one thread at a time
 * </pre>
 *
 * <p>A {@link io.finstage.server.hub.Shard} owns its subscribers and is run by one thread at any
 * time; no lock guards its state. {@link io.finstage.server.hub.PriceHub} is the door.
 */
@NullMarked
package io.finstage.server.hub;

import org.jspecify.annotations.NullMarked;
