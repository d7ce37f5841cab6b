package io.finstage.bench;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.List;

/** Takes one client's subscriptions. */
@SuppressWarnings(
    "FutureReturnValueIgnored") // a void promise tells nobody; the channel is closed on errors
final class NettySubscriber extends SimpleChannelInboundHandler<TextWebSocketFrame> {

  private final NettyFanOut fanOut;
  private final List<String> symbols;

  NettySubscriber(NettyFanOut fanOut, List<String> symbols) {
    this.fanOut = fanOut;
    this.symbols = symbols;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
    String text = frame.text();
    for (int i = 0; i < symbols.size(); i++) {
      if (text.contains('"' + symbols.get(i) + '"')) {
        fanOut.subscribe(i, context.channel());
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    fanOut.forget(context.channel());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
