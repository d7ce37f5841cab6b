package io.finstage.server.api.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.finstage.proto.v1.PriceServiceGrpc;
import io.finstage.proto.v1.Tick;
import io.finstage.server.analysis.AnalysisConfig;
import io.finstage.server.analysis.Analyzer;
import io.finstage.server.api.ConversationConfig;
import io.finstage.server.api.Conversations;
import io.finstage.server.api.IndicatorTexts;
import io.finstage.server.api.PushedTicks;
import io.finstage.server.bars.TemporaryBars;
import io.finstage.server.hub.HubConfig;
import io.finstage.server.hub.PriceHub;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Trade;
import io.finstage.server.metrics.RequestMeter;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.grpc.GrpcConfig;
import io.helidon.webserver.http2.Http2Config;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The gRPC wire on a port of its own, with a real hub behind it and a foreign client before it. */
final class GrpcStage implements AutoCloseable {

  static final int MESSAGE_BYTES_MAX = 64 * 1024;

  static final AnalysisConfig ANALYSIS =
      new AnalysisConfig(
          2, 2, 2, 100, 10, 5000, 100_000, 64 * 1024, 1 << 26, Duration.ofSeconds(30));

  final PriceHub hub;
  final StoredBars bars = new StoredBars();
  final Analyzer analyzer;
  final TemporaryBars temporary = new TemporaryBars();
  final GrpcApi api;
  final WebServer web;
  final ManagedChannel channel;

  GrpcStage(Duration heartbeat, int mailboxMax, Duration slowConsumerGrace) {
    HubConfig config =
        new HubConfig(
            1,
            4096,
            mailboxMax,
            1024,
            10_000,
            1000,
            1000,
            8192,
            heartbeat,
            slowConsumerGrace,
            Duration.ofSeconds(2),
            Set.of(),
            HubConfig.OnDemand.defaults());
    hub = new PriceHub(config, InstantSource.system(), "8f3a");
    analyzer = new Analyzer(ANALYSIS, bars, InstantSource.system());
    api =
        new GrpcApi(
            hub,
            temporary.store(),
            new Conversations(hub, IndicatorTexts.none(), limits(), InstantSource.system()),
            this::push,
            symbol -> "test",
            analyzer,
            Optional.empty(),
            new RequestMeter(),
            InstantSource.system());
    WebServerConfig.Builder builder = WebServer.builder().host("127.0.0.1").port(0);
    api.register(builder);
    builder.addConnectionSelector(
        api.connections(
            Http2Config.builder()
                .maxRapidResets(1000)
                .flowControlTimeout(slowConsumerGrace)
                .build(),
            GrpcConfig.builder()
                .enableCompression(false)
                .maxReadBufferSize(MESSAGE_BYTES_MAX)
                .build()));
    web = builder.build().start();
    api.serving(true);
    channel = connect();
  }

  private static ConversationConfig limits() {
    ConversationConfig standard = ConversationConfig.defaults();
    return new ConversationConfig(
        standard.heartbeatInterval(),
        standard.symbolsPerConnectionMax(),
        standard.topicsPerConnectionMax(),
        standard.webSocketMessageBytesMax(),
        MESSAGE_BYTES_MAX,
        standard.errorsInARowMax(),
        standard.callsMax());
  }

  static GrpcStage patient() {
    return new GrpcStage(Duration.ofSeconds(60), 1024, Duration.ofSeconds(10));
  }

  ManagedChannel connect() {
    return Grpc.newChannelBuilder("127.0.0.1:" + web.port(), InsecureChannelCredentials.create())
        .build();
  }

  PriceServiceGrpc.PriceServiceBlockingV2Stub blocking() {
    return PriceServiceGrpc.newBlockingV2Stub(channel);
  }

  void trade(String symbol, double price) {
    Instant now = Instant.now();
    hub.publish(new Trade(new Symbol(symbol), price, 100, now), now);
  }

  static ErrorInfo errorInfo(StatusRuntimeException e) throws InvalidProtocolBufferException {
    return details(e).getDetails(0).unpack(ErrorInfo.class);
  }

  static BadRequest badRequest(StatusRuntimeException e) throws InvalidProtocolBufferException {
    return details(e).getDetails(1).unpack(BadRequest.class);
  }

  private static com.google.rpc.Status details(StatusRuntimeException e) {
    return Objects.requireNonNull(StatusProto.fromThrowable(e));
  }

  @Override
  public void close() {
    channel.shutdownNow();
    analyzer.close();
    hub.close();
    temporary.close();
    api.close();
    web.stop();
  }

  /** Takes what is positive; two symbols make it fail. */
  private Optional<PushedTicks.Refused> push(Tick tick) {
    if (tick.getSymbol().equals("THROWS")) {
      throw new IllegalStateException("a secret");
    }
    if (tick.getSymbol().equals("UNICODE")) {
      throw io.grpc.Status.NOT_FOUND.withDescription("größer 好\n").asRuntimeException();
    }
    if (tick.getPrice() <= 0) {
      return Optional.of(
          new PushedTicks.Refused("PRICE_NOT_POSITIVE", "price", "price must be positive"));
    }
    trade(tick.getSymbol(), tick.getPrice());
    return Optional.empty();
  }
}
