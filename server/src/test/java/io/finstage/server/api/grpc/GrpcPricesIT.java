package io.finstage.server.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.finstage.proto.v1.ConnectRequest;
import io.finstage.proto.v1.ConnectResponse;
import io.finstage.proto.v1.Gap;
import io.finstage.proto.v1.GetPricesRequest;
import io.finstage.proto.v1.ListInstrumentsRequest;
import io.finstage.proto.v1.ListSubscriptions;
import io.finstage.proto.v1.Ping;
import io.finstage.proto.v1.Price;
import io.finstage.proto.v1.PriceServiceGrpc;
import io.finstage.proto.v1.PublishPricesRequest;
import io.finstage.proto.v1.PublishPricesResponse;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.proto.v1.StreamPricesRequest;
import io.finstage.proto.v1.StreamPricesResponse;
import io.finstage.proto.v1.Subscribe;
import io.finstage.proto.v1.SymbolStatus;
import io.finstage.proto.v1.Tick;
import io.finstage.proto.v1.Unsubscribe;
import io.finstage.server.market.Symbol;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.BlockingClientCall;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GrpcPricesIT {

  private static GrpcStage stage;

  @BeforeAll
  static void start() {
    stage = GrpcStage.patient();
    stage.trade("SPY", 167.41);
    stage.trade("IBM", 181.5);
    stage.trade("BAC", 13.9);
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  @Test
  void pricesAreAnsweredInTheOrderAsked() throws StatusException {
    var prices =
        stage
            .blocking()
            .getPrices(
                GetPricesRequest.newBuilder()
                    .addSymbols("SPY")
                    .addSymbols("NOT A SYMBOL")
                    .addSymbols("NOPE")
                    .addSymbols("IBM")
                    .build())
            .getPricesList();
    assertThat(prices)
        .extracting(Price::getStatus)
        .containsExactly(
            SymbolStatus.Value.OK,
            SymbolStatus.Value.INVALID_SYMBOL,
            SymbolStatus.Value.PENDING,
            SymbolStatus.Value.OK);
    assertThat(prices.getFirst().getData().getPrice()).isEqualTo(167.41);
  }

  @Test
  void aRequestThatMakesNoSenseIsRefusedByField() throws Exception {
    StatusRuntimeException e =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                PriceServiceGrpc.newBlockingStub(stage.channel)
                    .getPrices(GetPricesRequest.getDefaultInstance()));
    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(GrpcStage.errorInfo(e).getReason()).isEqualTo("NO_SYMBOLS");
    assertThat(GrpcStage.errorInfo(e).getDomain()).isEqualTo("finstage");
    assertThat(GrpcStage.badRequest(e).getFieldViolations(0).getField()).isEqualTo("symbols");
  }

  @Test
  void instrumentsAreListedPageByPage() throws StatusException {
    var first =
        stage
            .blocking()
            .listInstruments(ListInstrumentsRequest.newBuilder().setPageSize(2).build());
    assertThat(first.getInstrumentsList())
        .extracting(it -> it.getSymbol())
        .containsExactly("BAC", "IBM");
    var second =
        stage
            .blocking()
            .listInstruments(
                ListInstrumentsRequest.newBuilder()
                    .setPageSize(1000)
                    .setPageToken(first.getNextPageToken())
                    .build());
    assertThat(second.getInstruments(0).getSymbol()).isGreaterThan("IBM");
    assertThat(second.getNextPageToken()).isEmpty();
  }

  @Test
  void aPageTokenThatIsNoneIsRefused() {
    assertThatThrownBy(() ->
            stage
                .blocking()
                .listInstruments(ListInstrumentsRequest.newBuilder().setPageToken("!!").build()))
        .hasMessageContaining("page_token");
  }

  @Test
  void aStreamBeginsWithWelcomeAckAndSnapshotAndGoesOnWithUpdates() throws Exception {
    BlockingClientCall<?, StreamPricesResponse> call =
        stage.blocking().streamPrices(StreamPricesRequest.newBuilder().addSymbols("STR").build());
    Deque<StreamEvent> events = new ArrayDeque<>();
    assertThat(next(call, events).hasWelcome()).isTrue();
    assertThat(next(call, events).getSubscribed().getResults(0).getStatus())
        .isEqualTo(SymbolStatus.Value.PENDING);
    stage.trade("STR", 1.5);
    stage.trade("STR", 1.6);
    assertThat(next(call, events).getPriceUpdate().getSequence()).isEqualTo(1);
    assertThat(next(call, events).getPriceUpdate().getData().getPrice()).isEqualTo(1.6);
    call.cancel("enough", null);
  }

  @Test
  void aGapOfTheSourceIsAnnouncedInItsPlace() throws Exception {
    stage.trade("TORN", 1.5);
    BlockingClientCall<?, StreamPricesResponse> call =
        stage.blocking().streamPrices(StreamPricesRequest.newBuilder().addSymbols("TORN").build());
    Deque<StreamEvent> events = new ArrayDeque<>();
    assertThat(next(call, events).hasWelcome()).isTrue();
    assertThat(next(call, events).hasSubscribed()).isTrue();
    assertThat(next(call, events).getPriceUpdate().getSequence()).isEqualTo(1);
    stage.hub.upstreamGap(new Symbol("TORN"));
    stage.trade("TORN", 1.6);
    assertThat(next(call, events).getGap())
        .isEqualTo(
            Gap.newBuilder()
                .setSymbol("TORN")
                .setFromSequence(2)
                .setToSequence(2)
                .setCause(Gap.Cause.UPSTREAM)
                .build());
    assertThat(next(call, events).getPriceUpdate().getSequence()).isEqualTo(3);
    call.cancel("enough", null);
  }

  @Test
  void theWelcomeNamesTheLargestMessageOfThisWire() throws Exception {
    BlockingClientCall<ConnectRequest, ConnectResponse> call = stage.blocking().connect();
    assertThat(next(call, new ArrayDeque<>()).getWelcome().getLimits().getMessageBytes())
        .isEqualTo(GrpcStage.MESSAGE_BYTES_MAX);
    call.cancel("enough", null);
  }

  @Test
  void aStreamThatMakesNoSenseEndsWithAStatus() throws Exception {
    BlockingClientCall<?, StreamPricesResponse> call =
        stage.blocking().streamPrices(StreamPricesRequest.getDefaultInstance());
    StatusException e = catchThrowableOfType(StatusException.class, call::read);
    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void aWholeConversationIsHeldOverOneCall() throws Exception {
    BlockingClientCall<ConnectRequest, ConnectResponse> call = stage.blocking().connect();
    Deque<StreamEvent> events = new ArrayDeque<>();
    assertThat(next(call, events).getWelcome().getEpoch()).isEqualTo("8f3a");

    call.write(
        ConnectRequest.newBuilder()
            .setSubscribe(
                Subscribe.newBuilder().setRequestId("1").setChannel("prices").addSymbols("SPY"))
            .build());
    assertThat(next(call, events).getSubscribed().getRequestId()).isEqualTo("1");
    StreamEvent snapshot = next(call, events);
    assertThat(snapshot.getPriceUpdate().getSnapshot()).isTrue();
    stage.trade("SPY", 168);
    assertThat(next(call, events).getPriceUpdate().getSequence())
        .isEqualTo(snapshot.getPriceUpdate().getSequence() + 1);

    call.write(
        ConnectRequest.newBuilder()
            .setListSubscriptions(ListSubscriptions.newBuilder().setRequestId("2"))
            .build());
    assertThat(next(call, events).getSubscriptions().getSubscriptions(0).getSymbol())
        .isEqualTo("SPY");

    call.write(ConnectRequest.newBuilder().setPing(Ping.newBuilder().setRequestId("3")).build());
    assertThat(next(call, events).getPong().getRequestId()).isEqualTo("3");

    call.write(ConnectRequest.getDefaultInstance());
    assertThat(next(call, events).getError().getReason()).isEqualTo("NO_REQUEST");

    call.write(
        ConnectRequest.newBuilder()
            .setUnsubscribe(
                Unsubscribe.newBuilder().setRequestId("4").setChannel("prices").addSymbols("SPY"))
            .build());
    assertThat(next(call, events).getUnsubscribed().getRequestId()).isEqualTo("4");

    call.halfClose();
    assertThat(call.read(10, TimeUnit.SECONDS)).isNull();
  }

  @Test
  void everyBatchSaysWhenItWasSent() throws Exception {
    BlockingClientCall<ConnectRequest, ConnectResponse> call = stage.blocking().connect();
    ConnectResponse batch = call.read(10, TimeUnit.SECONDS);
    assertThat(batch.getSentAt().getSeconds()).isPositive();
    call.cancel("enough", null);
  }

  @Test
  void tooManyBadRequestsInARowEndTheCall() throws Exception {
    BlockingClientCall<ConnectRequest, ConnectResponse> call = stage.blocking().connect();
    for (int i = 0; i < 20; i++) {
      call.write(ConnectRequest.getDefaultInstance());
    }
    StatusException e =
        catchThrowableOfType(
            StatusException.class,
            () -> {
              while (call.read(10, TimeUnit.SECONDS) != null) {
                // reads on until the end
              }
            });
    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(e.getStatus().getDescription()).contains("too many bad requests");
  }

  @Test
  void pushedTicksGoInOneByOneAndRefusedOnesAreNamed() throws Exception {
    BlockingClientCall<PublishPricesRequest, PublishPricesResponse> call =
        stage.blocking().publishPrices();
    call.write(
        PublishPricesRequest.newBuilder()
            .addTicks(Tick.newBuilder().setSymbol("PUSH").setPrice(1).setSize(1))
            .addTicks(Tick.newBuilder().setSymbol("PUSH").setPrice(-1).setSize(1))
            .build());
    call.write(
        PublishPricesRequest.newBuilder()
            .addTicks(Tick.newBuilder().setSymbol("PUSH").setPrice(2).setSize(1))
            .build());
    call.halfClose();
    PublishPricesResponse answer = call.read(10, TimeUnit.SECONDS);
    assertThat(answer.getAccepted()).isEqualTo(2);
    assertThat(answer.getRejected()).isEqualTo(1);
    assertThat(answer.getRejections(0).getIndex()).isEqualTo(1);
    assertThat(answer.getRejections(0).getViolation().getField()).isEqualTo("price");
  }

  @Test
  void reflectionListsTheServicesAndKnowsTheirSchema() throws Exception {
    var call = ServerReflectionGrpc.newBlockingV2Stub(stage.channel).serverReflectionInfo();
    call.write(ServerReflectionRequest.newBuilder().setListServices("").build());
    ServerReflectionResponse services = call.read(10, TimeUnit.SECONDS);
    assertThat(services.getListServicesResponse().getServiceList())
        .extracting(it -> it.getName())
        .contains("finstage.v1.PriceService", "grpc.health.v1.Health")
        .doesNotHaveDuplicates();
    call.write(
        ServerReflectionRequest.newBuilder()
            .setFileContainingSymbol("finstage.v1.PriceService")
            .build());
    assertThat(call.read(10, TimeUnit.SECONDS).hasFileDescriptorResponse()).isTrue();
    call.halfClose();
  }

  @Test
  void healthIsServing() throws StatusException {
    HealthCheckResponse answer =
        HealthGrpc.newBlockingV2Stub(stage.channel)
            .check(HealthCheckRequest.newBuilder().setService("finstage.v1.PriceService").build());
    assertThat(answer.getStatus()).isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
  }

  private static StreamEvent next(BlockingClientCall<?, ?> call, Deque<StreamEvent> events)
      throws Exception {
    while (events.isEmpty()) {
      switch (call.read(10, TimeUnit.SECONDS)) {
        case ConnectResponse batch -> events.addAll(batch.getEventsList());
        case StreamPricesResponse batch -> events.addAll(batch.getEventsList());
        case null, default -> throw new AssertionError("the call has ended");
      }
    }
    return events.removeFirst();
  }
}
