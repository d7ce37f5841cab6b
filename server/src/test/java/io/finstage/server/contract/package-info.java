/**
 * Replays the conversations of {@code proto/contract} against a running server, over every wire and
 * through the SDK: one script, one meaning.
 *
 * <pre>
 *  Script -> Replay -> Client (gRPC, WebSocket, SDK) -> Cable -> server
 *                '---> TickPublisher (PublishPrices) ---------->
 * </pre>
 */
@NullMarked
package io.finstage.server.contract;

import org.jspecify.annotations.NullMarked;
