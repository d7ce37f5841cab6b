/**
 * The gRPC wire: one service class per service of the contract. {@link
 * io.finstage.server.api.grpc.GrpcApi} is the door.
 *
 * <pre>
 *  Http2 connection -> GrpcConnections   ends the calls of a connection that is gone, pings a silent one
 *      -> FrameReader                    no late frames, no header block that unpacks to too much
 *      -> CallGuard                      every call ends with one status
 *          -> PriceGrpc                  asks, lists, publishes
 *          -> ConnectCall, StreamCall -> Conversation -> hub -> GrpcOutlet -> ready bytes
 * </pre>
 */
@NullMarked
package io.finstage.server.api.grpc;

import org.jspecify.annotations.NullMarked;
