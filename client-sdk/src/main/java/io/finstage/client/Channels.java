package io.finstage.client;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** Makes the channel of a client. */
final class Channels {

  /** A publisher has no heartbeat of its own: these pings notice that the server is gone. */
  private static final long KEEP_ALIVE_SECONDS = 30;

  private Channels() {}

  static ManagedChannel open(String target, ClientOptions options) {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forTarget(target)
            .flowControlWindow(options.flowControlWindowBytes())
            .maxInboundMessageSize(options.inboundMessageBytesMax())
            .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
            .userAgent(options.userAgent());
    if (options.tls() instanceof Tls.Off) {
      builder.usePlaintext();
    } else if (options.tls() instanceof Tls.Trusting trusting) {
      trust(builder, trusting.certificates());
    }
    return builder.build();
  }

  private static void trust(NettyChannelBuilder builder, Path certificates) {
    try {
      SslContextBuilder context = GrpcSslContexts.forClient().trustManager(certificates.toFile());
      builder.sslContext(context.build());
    } catch (SSLException | IllegalArgumentException e) {
      throw new FinstageException(
          FinstageException.Code.INVALID_ARGUMENT,
          "TLS_CERTIFICATES",
          "cannot trust " + certificates + ": " + e.getMessage(),
          List.of(),
          e);
    }
  }
}
