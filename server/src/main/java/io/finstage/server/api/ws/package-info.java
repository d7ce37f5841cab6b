/**
 * The price conversation for browsers: RFC 6455 on a connection of our own.
 *
 * <pre>
 *  HTTP/1.1 request --> WsUpgrader --> Handshake     a pure decision: 101, or 400 403 426
 *                          |
 *                          v
 *  socket --> FrameReader --> WsConnection --> Conversation --> hub.Subscriber
 *                             (one reader)                          |
 *  socket <------------------- WsOutlet  <--------------------------'
 *                             (one writer at a time, pings and pongs included)
 *
 *  Heartbeats (of api): one timer looks at every connection; Liveness decides
 * </pre>
 *
 * <p>Helidon's own WebSocket answers reserved opcodes with HTTP, decodes fragments one by one and
 * lets invalid UTF-8 pass; a listener cannot mend that, so frames are read here.
 */
@NullMarked
package io.finstage.server.api.ws;

import org.jspecify.annotations.NullMarked;
