package io.finstage.bench;

import io.finstage.proto.v1.PriceServiceGrpc;
import io.finstage.proto.v1.StreamPricesRequest;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The peer on gRPC: the least grpc-java Netty server that streams prices, one event per message, as
 * an ordinary service does. One event loop, epoll where it is to be had, no executor in between,
 * messages encoded once and shared by all calls.
 */
final class GrpcBroadcaster {

  private GrpcBroadcaster() {}

  /** Scenario, port. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Scenario scenario = Scenario.named(args[0]);
    boolean epoll = Epoll.isAvailable();
    EventLoopGroup loop = epoll ? new EpollEventLoopGroup(1) : new NioEventLoopGroup(1);
    GrpcFanOut fanOut = new GrpcFanOut(scenario.symbols(), scenario.saturating());
    MethodDescriptor<StreamPricesRequest, byte[]> method =
        PriceServiceGrpc.getStreamPricesMethod().toBuilder(
                PriceServiceGrpc.getStreamPricesMethod().getRequestMarshaller(),
                new EncodedMarshaller())
            .build();
    Server server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1])))
            .bossEventLoopGroup(loop)
            .workerEventLoopGroup(loop)
            .channelType(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .directExecutor()
            .addService(
                ServerServiceDefinition.builder(PriceServiceGrpc.SERVICE_NAME)
                    .addMethod(method, fanOut)
                    .build())
            .build()
            .start();
    System.out.println(epoll ? "epoll" : "nio");
    Ticker ticker =
        new Ticker(
            scenario.symbols(),
            scenario.ticksPerSecond(),
            () -> fanOut.subscriptions() >= scenario.subscribers(),
            fanOut::publish);
    Thread.ofPlatform().name("ticker").start(ticker);
    server.awaitTermination();
  }
}
