package io.finstage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.Timestamp;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import io.finstage.proto.v1.GetPricesRequest;
import io.finstage.proto.v1.GetPricesResponse;
import io.finstage.proto.v1.ListBarsRequest;
import io.finstage.proto.v1.ListBarsResponse;
import io.finstage.proto.v1.ListInstrumentsRequest;
import io.finstage.proto.v1.ListInstrumentsResponse;
import io.finstage.proto.v1.PriceData;
import io.finstage.proto.v1.PriceServiceGrpc;
import io.finstage.proto.v1.SymbolStatus.Value;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FinstageClientTest {

  private final String name = InProcessServerBuilder.generateName();
  private Server server;
  private FinstageClient client;

  /** Knows SPY, two pages of instruments, and how to refuse. */
  private static final class Prices extends PriceServiceGrpc.PriceServiceImplBase {

    @Override
    public void getPrices(GetPricesRequest request, StreamObserver<GetPricesResponse> out) {
      if (request.getSymbols(0).equals("HANG")) {
        return;
      }
      if (request.getSymbols(0).equals("BAD")) {
        out.onError(StatusProto.toStatusRuntimeException(refusal()));
        return;
      }
      out.onNext(
          GetPricesResponse.newBuilder()
              .addPrices(
                  io.finstage.proto.v1.Price.newBuilder()
                      .setSymbol("SPY")
                      .setStatus(Value.OK)
                      .setSequence(42)
                      .setData(PriceData.newBuilder().setPrice(167.41).setBid(167.4))
                      .setTimestamp(Timestamp.newBuilder().setSeconds(1_381_152_600)))
              .addPrices(
                  io.finstage.proto.v1.Price.newBuilder()
                      .setSymbol("NOPE")
                      .setStatus(Value.UNKNOWN_SYMBOL))
              .build());
      out.onCompleted();
    }

    @Override
    public void listInstruments(
        ListInstrumentsRequest request, StreamObserver<ListInstrumentsResponse> out) {
      boolean first = request.getPageToken().isEmpty();
      out.onNext(
          ListInstrumentsResponse.newBuilder()
              .addInstruments(
                  io.finstage.proto.v1.Instrument.newBuilder()
                      .setSymbol(first ? "IBM" : "SPY")
                      .setSource("replay"))
              .setNextPageToken(first ? "more" : "")
              .build());
      out.onCompleted();
    }

    @Override
    public void listBars(ListBarsRequest request, StreamObserver<ListBarsResponse> out) {
      if (request.getSymbol().equals("ENDLESS")) {
        var page = ListBarsResponse.newBuilder().setNextPageToken("more");
        for (int i = 0; i < request.getPageSize(); i++) {
          page.addBars(io.finstage.proto.v1.Bar.getDefaultInstance());
        }
        out.onNext(page.build());
        out.onCompleted();
        return;
      }
      boolean first = request.getPageToken().isEmpty();
      long seconds = request.getStartTime().getSeconds() + (first ? 0 : 60);
      out.onNext(
          ListBarsResponse.newBuilder()
              .addBars(
                  io.finstage.proto.v1.Bar.newBuilder()
                      .setOpenTime(Timestamp.newBuilder().setSeconds(seconds))
                      .setOpen(2)
                      .setHigh(4)
                      .setLow(1)
                      .setClose(3)
                      .setVolume(100)
                      .setTrades(7))
              .setNextPageToken(first ? "more" : "")
              .build());
      out.onCompleted();
    }

    private static com.google.rpc.Status refusal() {
      return com.google.rpc.Status.newBuilder()
          .setCode(Code.INVALID_ARGUMENT_VALUE)
          .setMessage("not a symbol")
          .addDetails(Any.pack(ErrorInfo.newBuilder().setReason("INVALID_SYMBOL").build()))
          .addDetails(
              Any.pack(
                  BadRequest.newBuilder()
                      .addFieldViolations(
                          BadRequest.FieldViolation.newBuilder()
                              .setField("symbols[0]")
                              .setDescription("must be a symbol"))
                      .build()))
          .build();
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = InProcessServerBuilder.forName(name).addService(new Prices()).build().start();
    client = client(Duration.ofSeconds(10));
  }

  @AfterEach
  void stop() {
    client.close();
    server.shutdownNow();
  }

  @Test
  void answersThePriceOfEachSymbolInTheOrderAsked() {
    List<Price> prices = client.getPrices("SPY", "NOPE");

    assertThat(prices).extracting(Price::symbol).containsExactly("SPY", "NOPE");
    Price spy = prices.get(0);
    assertThat(spy.price()).isEqualTo(167.41);
    assertThat(spy.ask()).isNaN();
    assertThat(spy.timestamp()).contains(Instant.parse("2013-10-07T13:30:00Z"));
    assertThat(prices.get(1).status()).isEqualTo(SymbolStatus.UNKNOWN_SYMBOL);
    assertThat(prices.get(1).timestamp()).isEmpty();
  }

  @Test
  void turnsThePagesOfInstrumentsByItself() {
    assertThat(client.listInstruments())
        .containsExactly(new Instrument("IBM", "replay"), new Instrument("SPY", "replay"));
  }

  @Test
  void turnsThePagesOfBarsByItself() {
    Instant from = Instant.parse("2013-10-07T13:30:00Z");
    assertThat(client.listBars("SPY", "1m", from, from.plusSeconds(3600)))
        .containsExactly(
            new Bar(from, 2, 4, 1, 3, 100, 7), new Bar(from.plusSeconds(60), 2, 4, 1, 3, 100, 7));
  }

  @Test
  void refusesMoreBarsThanItCanHold() {
    assertThatThrownBy(() -> client.listBars("ENDLESS", "1s"))
        .isInstanceOf(FinstageException.class)
        .hasMessageStartingWith("OUT_OF_RANGE BARS_MAX");
  }

  @Test
  void saysWhatWasWrongWithWhichField() {
    FinstageException refused =
        catchThrowableOfType(FinstageException.class, () -> client.getPrices("BAD"));

    assertThat(refused.code()).isEqualTo(FinstageException.Code.INVALID_ARGUMENT);
    assertThat(refused.reason()).isEqualTo("INVALID_SYMBOL");
    assertThat(refused).hasMessage("INVALID_ARGUMENT INVALID_SYMBOL: not a symbol");
    assertThat(refused.violations())
        .containsExactly(new FieldViolation("symbols[0]", "must be a symbol"));
  }

  @Test
  void waitsForAnAnswerUntilItsDeadline() {
    try (FinstageClient hasty = client(Duration.ofMillis(50))) {
      assertThatThrownBy(() -> hasty.getPrices("HANG")).hasMessageStartingWith("DEADLINE_EXCEEDED");
    }
  }

  @Test
  void refusesOptionsByTheirName() {
    ClientOptions options = ClientOptions.defaults();
    assertThatThrownBy(() -> options.withFeedBufferMax(0)).hasMessageContaining("feedBufferMax");
    assertThatThrownBy(() -> options.withFlowControlWindowBytes(1))
        .hasMessageContaining("flowControlWindowBytes");
    assertThatThrownBy(() -> options.withInboundMessageBytesMax(-1))
        .hasMessageContaining("inboundMessageBytesMax");
    assertThatThrownBy(() -> options.withDeadline(Duration.ZERO)).hasMessageContaining("deadline");
    assertThatThrownBy(() -> options.withUserAgent("a\nb")).hasMessageContaining("userAgent");
  }

  private FinstageClient client(Duration deadline) {
    return new FinstageClient(
        InProcessChannelBuilder.forName(name).build(),
        ClientOptions.defaults().withDeadline(deadline),
        ThreadLoop::new,
        FeedFixture.LONGEST);
  }
}
