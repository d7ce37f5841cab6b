package io.finstage.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import io.finstage.proto.v1.ConnectResponse;
import io.finstage.proto.v1.StreamEvent;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A subscriber over WebSocket, in either sub-protocol, by Netty. Lives on one event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the channel, and that is noticed
final class SoakWebSocket implements SoakSubscribers.Client {

  private static final int MESSAGE_MAX = 1 << 20;
  private static final Pattern EPOCH = Pattern.compile("\"epoch\":\"([^\"]*)\"");
  private static final Pattern RESULT =
      Pattern.compile(
          "\"symbol\":\"([^\"]*)\",\"status\":\"[A-Z_]*\",\"sequence\":(\\d+),\"resumed\":(true|false)");
  private static final Pattern GAP =
      Pattern.compile("\"symbol\":\"([^\"]*)\",\"from_sequence\":(\\d+),\"to_sequence\":(\\d+)");
  private static final Pattern REASON = Pattern.compile("\"reason\":\"([^\"]*)\"");

  private final SoakSubscribers shared;
  private final SoakLedger ledger;
  private final EventLoop loop;
  private final boolean json;
  private volatile @Nullable Channel channel;
  private volatile boolean over;
  private int attempt;

  SoakWebSocket(SoakSubscribers shared, SoakLedger ledger, EventLoop loop, boolean json) {
    this.shared = shared;
    this.ledger = ledger;
    this.loop = loop;
    this.json = json;
  }

  void connect() {
    if (over) {
      return;
    }
    ChannelFuture connecting =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel opened) {
                    opened
                        .pipeline()
                        .addLast(
                            new HttpClientCodec(),
                            new HttpObjectAggregator(8192),
                            new WebSocketClientProtocolHandler(handshake()),
                            new Incoming());
                  }
                })
            .connect("127.0.0.1", shared.port());
    channel = connecting.channel();
    connecting.addListener(done -> {
      if (!done.isSuccess()) {
        shared.failures().add(ledger.wire() + ": connect refused");
        again();
      }
    });
  }

  private WebSocketClientProtocolConfig handshake() {
    return WebSocketClientProtocolConfig.newBuilder()
        .webSocketUri("ws://127.0.0.1:" + shared.port() + "/ws")
        .subprotocol(json ? "finstage.v1.json" : "finstage.v1.protobuf")
        .maxFramePayloadLength(MESSAGE_MAX)
        .handleCloseFrames(false)
        .build();
  }

  private void again() {
    if (!over) {
      attempt++;
      loop.schedule(this::connect, SoakSubscribers.pause(attempt), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void cut() {
    Channel open = channel;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() {
    over = true;
    cut();
  }

  private final class Incoming extends SimpleChannelInboundHandler<WebSocketFrame> {

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame)
        throws InvalidProtocolBufferException {
      switch (frame) {
        case TextWebSocketFrame text -> heard(context, text.text());
        case BinaryWebSocketFrame binary -> {
          ConnectResponse batch = ConnectResponse.parseFrom(binary.content().nioBuffer());
          for (StreamEvent event : batch.getEventsList()) {
            if (event.hasWelcome()) {
              welcome(context, event.getWelcome().getEpoch());
            } else {
              shared.accept(event, ledger);
            }
          }
        }
        case CloseWebSocketFrame close -> {
          shared.failures().add(ledger.wire() + ": close " + close.statusCode());
          context.close();
        }
        default -> {}
      }
    }

    private void heard(ChannelHandlerContext context, String text) {
      if (text.startsWith("{\"type\":\"price_update\"")) {
        update(text);
      } else if (text.startsWith("{\"type\":\"welcome\"")) {
        welcome(context, first(EPOCH, text));
      } else if (text.startsWith("{\"type\":\"subscribed\"")) {
        Matcher result = RESULT.matcher(text);
        while (result.find()) {
          ledger.subscribed(
              result.group(1), Long.parseLong(result.group(2)), result.group(3).equals("true"));
        }
      } else if (text.startsWith("{\"type\":\"gap\"")) {
        Matcher gap = GAP.matcher(text);
        if (gap.find()) {
          ledger.gap(gap.group(1), Long.parseLong(gap.group(2)), Long.parseLong(gap.group(3)));
        }
      } else if (!text.startsWith("{\"type\":\"heartbeat\"")) {
        shared.failures().add(ledger.wire() + ": " + first(REASON, text));
      }
    }

    private void welcome(ChannelHandlerContext context, String epoch) {
      attempt = 0;
      ledger.connected(epoch);
      var request = SoakSubscribers.subscription(ledger);
      context.writeAndFlush(
          json
              ? new TextWebSocketFrame(SoakJson.subscribe(request.getSubscribe()))
              : new BinaryWebSocketFrame(Unpooled.wrappedBuffer(request.toByteArray())));
    }

    private void update(String text) {
      long now = System.nanoTime();
      long sequence = SoakJson.number(text, "\"sequence\":");
      boolean snapshot = text.contains("\"snapshot\":true");
      ledger.update(
          SoakJson.text(text, "\"symbol\":\""),
          sequence,
          snapshot,
          SoakJson.number(text, "\"conflated\":"),
          now);
      if (!snapshot && SoakLatencies.isSampled(sequence)) {
        shared.latencies().record(Instant.parse(SoakJson.text(text, "\"timestamp\":\"")), now);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      again();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      shared.failures().add(ledger.wire() + ": " + cause.getMessage());
      context.close();
    }
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : text;
  }
}
