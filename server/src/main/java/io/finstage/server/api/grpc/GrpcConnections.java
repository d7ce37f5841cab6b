package io.finstage.server.api.grpc;

import io.finstage.server.api.Heartbeats;
import io.finstage.server.api.Liveness;
import io.helidon.common.buffers.BufferData;
import io.helidon.http.http2.Http2Setting;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.grpc.GrpcConfig;
import io.helidon.webserver.grpc.GrpcProtocolSelector;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.http2.Http2ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;

/**
 * Helidon's HTTP/2 connections, with their streams under watch. When a connection ends, Helidon
 * tells none of its streams: their threads wait for frames for ever, and their handlers learn of it
 * at the next write, if there is one. Here they are told at once.
 */
final class GrpcConnections implements ServerConnectionSelector {

  private final Http2Config http2;
  private final GrpcProtocolSelector grpc;
  private final Heartbeats heartbeats;
  private final Http2ConnectionSelector plain;

  GrpcConnections(Http2Config http2, GrpcConfig grpc, Heartbeats heartbeats) {
    this.heartbeats = heartbeats;
    this.http2 = http2;
    this.grpc = GrpcProtocolSelector.create(grpc);
    this.plain = Http2ConnectionSelector.builder().http2Config(http2).build();
  }

  @Override
  public int bytesToIdentifyConnection() {
    return plain.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return plain.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return plain.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext ctx) {
    StreamWatch streams = new StreamWatch(grpc);
    Http2ConnectionSelector selector =
        Http2ConnectionSelector.builder()
            .http2Config(http2)
            .addSubProtocolSelector(streams)
            .build();
    Liveness liveness = new Liveness();
    FrameReader reader =
        new FrameReader(ctx.dataReader(), streams, new HeaderFrames(headerLists()), liveness);
    return new GrpcConnection(
        selector.connection(new FrameContext(ctx, reader)),
        ctx.serverSocket(),
        streams,
        liveness,
        heartbeats);
  }

  /** Held to what Helidon announces; a table size it announces only when it is told one. */
  private HeaderLists headerLists() {
    return new HeaderLists(
        Math.toIntExact(http2.maxHeaderListSize()),
        Math.toIntExact(Http2Setting.HEADER_TABLE_SIZE.defaultValue()));
  }
}
