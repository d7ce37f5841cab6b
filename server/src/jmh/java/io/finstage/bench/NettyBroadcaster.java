package io.finstage.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;

/**
 * The peer on WebSocket: the least Netty server that subscribes and broadcasts. One event loop,
 * epoll where it is to be had, frames encoded once and shared by all channels, void promises.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a void promise tells nobody; the channel is closed on errors
final class NettyBroadcaster {

  private NettyBroadcaster() {}

  /** Scenario, port, {@code each} or {@code coalesced}. */
  public static void main(String[] args) throws InterruptedException {
    Scenario scenario = Scenario.named(args[0]);
    boolean epoll = Epoll.isAvailable();
    EventLoopGroup loop = epoll ? new EpollEventLoopGroup(1) : new NioEventLoopGroup(1);
    Class<? extends ServerChannel> type =
        epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    NettyFanOut fanOut =
        new NettyFanOut(
            loop.next(),
            scenario.symbols().size(),
            args[2].equals("coalesced"),
            scenario.saturating());
    new ServerBootstrap()
        .group(loop)
        .channel(type)
        .option(ChannelOption.SO_BACKLOG, 1024)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel
                    .pipeline()
                    .addLast(
                        new HttpServerCodec(),
                        new HttpObjectAggregator(8192),
                        new WebSocketServerProtocolHandler("/ws"),
                        new NettySubscriber(fanOut, scenario.symbols()));
              }
            })
        .bind("127.0.0.1", Integer.parseInt(args[1]))
        .sync();
    System.out.println(epoll ? "epoll" : "nio");
    Ticker ticker =
        new Ticker(
            scenario.symbols(),
            scenario.ticksPerSecond(),
            () -> fanOut.subscriptions() >= scenario.subscribers(),
            fanOut::offer);
    Thread.ofPlatform().name("ticker").start(ticker);
  }
}
