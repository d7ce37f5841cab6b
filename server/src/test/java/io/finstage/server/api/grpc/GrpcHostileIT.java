package io.finstage.server.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.finstage.proto.v1.ConnectRequest;
import io.finstage.proto.v1.ConnectResponse;
import io.finstage.proto.v1.GetPricesRequest;
import io.finstage.proto.v1.PriceServiceGrpc;
import io.finstage.proto.v1.PublishPricesRequest;
import io.finstage.proto.v1.PublishPricesResponse;
import io.finstage.proto.v1.StreamPricesRequest;
import io.finstage.proto.v1.StreamPricesResponse;
import io.finstage.proto.v1.Subscribe;
import io.finstage.proto.v1.Tick;
import io.finstage.server.hub.Wire;
import io.finstage.server.market.Symbol;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a stranger may send; after each, the server still serves. */
@Timeout(60)
class GrpcHostileIT {

  private static final byte[] GARBAGE = {(byte) 0xFF, (byte) 0xFF, 1, 2, 3};

  private static GrpcStage stage;

  @BeforeAll
  static void start() {
    stage = GrpcStage.patient();
    stage.trade("SPY", 167.41);
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  @AfterEach
  void stillServes() throws StatusException {
    var request = GetPricesRequest.newBuilder().addSymbols("SPY").build();
    assertThat(stage.blocking().getPrices(request).getPricesCount()).isEqualTo(1);
  }

  @Test
  void aRequestLargerThanTheLimitIsResourceExhaustedAndNamesTheLimit() throws Exception {
    StatusRuntimeException e =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                ClientCalls.blockingUnaryCall(
                    stage.channel,
                    raw(PriceServiceGrpc.getGetPricesMethod()),
                    CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS),
                    new byte[GrpcStage.MESSAGE_BYTES_MAX + 1]));
    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(e.getStatus().getDescription())
        .contains("grpc.message-bytes-max, " + GrpcStage.MESSAGE_BYTES_MAX + " bytes");
    assertThat(GrpcStage.errorInfo(e).getMetadataMap())
        .containsEntry("limit", String.valueOf(GrpcStage.MESSAGE_BYTES_MAX));
  }

  @Test
  void bytesThatAreNoMessageAreInvalidArgument() {
    StatusRuntimeException e =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                ClientCalls.blockingUnaryCall(
                    stage.channel,
                    raw(PriceServiceGrpc.getGetPricesMethod()),
                    CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS),
                    GARBAGE));
    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void whatFollowsAnUndecodableMessageIsNotExecuted() throws Exception {
    assertThat(smuggled(GARBAGE, "SMUGA")).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(stage.hub.lastValue(new Symbol("SMUGA"))).isEmpty();
  }

  @Test
  void whatFollowsAnOversizeMessageIsNotExecuted() throws Exception {
    assertThat(smuggled(new byte[GrpcStage.MESSAGE_BYTES_MAX + 1], "SMUGB"))
        .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(stage.hub.lastValue(new Symbol("SMUGB"))).isEmpty();
  }

  @Test
  void aLengthOfFourGigabytesEndsTheStreamWithAStatus() throws Exception {
    try (RawHttp2 client = new RawHttp2(stage.web.port())) {
      client.headers(1, "/finstage.v1.PriceService/PublishPrices");
      client.data(1, new byte[] {0, -1, -1, -1, -1}, false);
      client.data(1, new byte[16_000], false);
      client.data(1, new byte[16_000], true);
      assertThat(client.awaitEndOfStream(1)).isTrue();
    }
  }

  @Test
  void theTimeoutOfACallEndsItOnTheServer() throws Exception {
    Metadata headers = new Metadata();
    // Not a deadline of the stub: that would end the call on the client's side.
    headers.put(Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER), "300m");
    Iterator<StreamPricesResponse> answers =
        PriceServiceGrpc.newBlockingStub(stage.channel)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
            .streamPrices(StreamPricesRequest.newBuilder().addSymbols("SPY").build());
    StatusRuntimeException e =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> answers.forEachRemaining(answer -> {}));
    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    awaitNoSubscribers();
  }

  @Test
  void aHandlerThatThrowsIsAnInternalErrorWithAnId() throws Exception {
    StatusException e = publish("THROWS");
    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(e.getStatus().getDescription()).contains("internal error").doesNotContain("secret");
  }

  @Test
  void aDescriptionInAnyScriptArrives() throws Exception {
    StatusException e = publish("UNICODE");
    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(e.getStatus().getDescription()).isEqualTo("größer 好\n");
  }

  @Test
  void twoHundredCancelledStreamsLeaveNothingBehind() throws Exception {
    for (int i = 0; i < 200; i++) {
      BlockingClientCall<ConnectRequest, ConnectResponse> call = stage.blocking().connect();
      call.write(
          ConnectRequest.newBuilder()
              .setSubscribe(Subscribe.newBuilder().setChannel("prices").addSymbols("SPY"))
              .build());
      assertThat(call.read(10, TimeUnit.SECONDS)).isNotNull();
      call.cancel("enough", null);
    }
    awaitNoSubscribers();
  }

  @Test
  void aConnectionThatIsCutFreesItsSubscribersAtOnce() throws Exception {
    try (RawHttp2 client = new RawHttp2(stage.web.port())) {
      client.headers(1, "/finstage.v1.PriceService/Connect");
      client.headers(3, "/finstage.v1.PriceService/Connect");
      await().until(() -> subscribers() == 2);
    }
    awaitNoSubscribers();
  }

  @Test
  void aCallThatEndsWithoutARequestIsInvalid() throws Exception {
    BlockingClientCall<?, StreamPricesResponse> call =
        ClientCalls.blockingBidiStreamingCall(
            stage.channel,
            PriceServiceGrpc.getStreamPricesMethod().toBuilder()
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                .build(),
            CallOptions.DEFAULT);
    call.halfClose();
    StatusException e =
        catchThrowableOfType(StatusException.class, () -> call.read(10, TimeUnit.SECONDS));
    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void aReaderThatStopsIsToldItWasTooSlowAndTheOthersGoOn() throws Exception {
    try (GrpcStage busy = new GrpcStage(Duration.ofSeconds(1), 64, Duration.ofSeconds(1))) {
      ManagedChannel other = busy.connect();
      CompletableFuture<Status> ended = new CompletableFuture<>();
      ClientCall<StreamPricesRequest, StreamPricesResponse> call =
          other.newCall(PriceServiceGrpc.getStreamPricesMethod(), CallOptions.DEFAULT);
      call.start(
          new ClientCall.Listener<>() {
            @Override
            public void onMessage(StreamPricesResponse message) {}

            @Override
            public void onClose(Status status, Metadata trailers) {
              ended.complete(status);
            }
          },
          new Metadata());
      call.sendMessage(StreamPricesRequest.newBuilder().addSymbols("SPY").build());
      call.halfClose();
      await().until(() -> subscribers(busy) == 1);
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(1))
          .until(() -> {
            for (int i = 0; i < 2000; i++) {
              busy.trade("SPY", 167.41);
            }
            return subscribers(busy) == 0;
          });
      // Only now does it read on, to its end.
      call.request(Integer.MAX_VALUE);
      Status status = ended.get(20, TimeUnit.SECONDS);
      assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(status.getDescription()).contains("slower");
      other.shutdownNow();
    }
  }

  private static void awaitNoSubscribers() {
    await().atMost(Duration.ofSeconds(10)).until(() -> subscribers() == 0);
  }

  private static long subscribers() {
    return subscribers(stage);
  }

  private static long subscribers(GrpcStage stage) {
    return stage.hub.stats().subscribers().getOrDefault(Wire.GRPC, 0L);
  }

  private static StatusException publish(String symbol) throws Exception {
    BlockingClientCall<PublishPricesRequest, PublishPricesResponse> call =
        stage.blocking().publishPrices();
    call.write(tick(symbol));
    return catchThrowableOfType(StatusException.class, () -> call.read(10, TimeUnit.SECONDS));
  }

  /** Sends {@code bad} and then a good message; answers how the call ended. */
  private static Status.Code smuggled(byte[] bad, String symbol) throws Exception {
    BlockingClientCall<byte[], PublishPricesResponse> call =
        ClientCalls.blockingBidiStreamingCall(
            stage.channel,
            raw(PriceServiceGrpc.getPublishPricesMethod()).toBuilder()
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                .build(),
            CallOptions.DEFAULT);
    call.write(bad);
    try {
      call.write(tick(symbol).toByteArray());
      call.halfClose();
    } catch (StatusException e) {
      return e.getStatus().getCode();
    }
    return catchThrowableOfType(StatusException.class, () -> call.read(10, TimeUnit.SECONDS))
        .getStatus()
        .getCode();
  }

  private static PublishPricesRequest tick(String symbol) {
    return PublishPricesRequest.newBuilder()
        .addTicks(Tick.newBuilder().setSymbol(symbol).setPrice(1).setSize(1))
        .build();
  }

  private static <R> MethodDescriptor<byte[], R> raw(MethodDescriptor<?, R> method) {
    return method.toBuilder(
            new MethodDescriptor.Marshaller<byte[]>() {
              @Override
              public InputStream stream(byte[] value) {
                return new ByteArrayInputStream(value);
              }

              @Override
              public byte[] parse(InputStream stream) {
                throw new UnsupportedOperationException();
              }
            },
            method.getResponseMarshaller())
        .build();
  }
}
