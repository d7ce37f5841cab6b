package io.finstage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.Timestamp;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import io.finstage.proto.v1.AnalyzeSymbolsRequest;
import io.finstage.proto.v1.AnalyzeSymbolsResponse;
import io.finstage.proto.v1.IndicatorLine;
import io.finstage.proto.v1.IndicatorOutput;
import io.finstage.proto.v1.IndicatorParameter;
import io.finstage.proto.v1.IndicatorResult;
import io.finstage.proto.v1.ListIndicatorsResponse;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnalysisTest {

  private static final Instant OPEN = Instant.parse("2013-10-07T00:00:00Z");
  private static final AnalysisRequest RSI =
      Analysis.of("SPY", "IBM").interval("1d").indicators(Indicators.rsi(14));

  private final FakeAnalysis server =
      new FakeAnalysis(
          ListIndicatorsResponse.newBuilder()
              .addIndicators(
                  io.finstage.proto.v1.Indicator.newBuilder()
                      .setId("rsi")
                      .setTitle("Relative strength index")
                      .addInputs("close")
                      .addParameters(
                          IndicatorParameter.newBuilder()
                              .setName("period")
                              .setWhole(true)
                              .setMin(2)
                              .setMax(5000)
                              .setDefaultValue(14))
                      .addOutputs(IndicatorOutput.newBuilder().setName("rsi").setUnit("PERCENT"))
                      .addProfiles("ACCURATE")
                      .setLookback(14))
              .build());
  private final String name = InProcessServerBuilder.generateName();
  private Server transport;
  private FinstageClient client;

  @BeforeEach
  void start() throws IOException {
    transport =
        InProcessServerBuilder.forName(name).directExecutor().addService(server).build().start();
    client =
        new FinstageClient(
            InProcessChannelBuilder.forName(name).directExecutor().build(),
            ClientOptions.defaults(),
            ThreadLoop::new,
            FeedFixture.LONGEST);
  }

  @AfterEach
  void stop() {
    client.close();
    transport.shutdownNow();
  }

  @Test
  void asksForWhatTheRequestSays() {
    client
        .analysis()
        .analyze(
            Analysis.of("SPY", "IBM", "SPY")
                .interval("1d")
                .from(OPEN)
                .indicators(Indicators.macd(12, 26, 9), Indicator.of("supertrend(10,3)"))
                .signals("crosses_above(ema(9),ema(21))")
                .tail(50));

    AnalyzeSymbolsRequest asked = server.asked.get(0);
    assertThat(asked.getSymbolsList()).containsExactly("SPY", "IBM");
    assertThat(asked.getInterval()).isEqualTo("1d");
    assertThat(asked.getStartTime().getSeconds()).isEqualTo(OPEN.getEpochSecond());
    assertThat(asked.hasEndTime()).isFalse();
    assertThat(asked.getIndicatorsList())
        .extracting(io.finstage.proto.v1.IndicatorSpec::getId)
        .containsExactly("macd(12,26,9)", "supertrend(10,3)");
    assertThat(asked.getSignalsList()).containsExactly("crosses_above(ema(9),ema(21))");
    assertThat(asked.getOutput().getMode()).isEqualTo(io.finstage.proto.v1.Output.Mode.TAIL);
    assertThat(asked.getOutput().getTail()).isEqualTo(50);
  }

  @Test
  void sendsBarsOfTheCallersOwnAsColumns() {
    Bar bar = new Bar(OPEN, 2, 4, 1, 3, 100, 0);
    client.analysis().analyze(Analysis.of(Bars.of("MINE", List.of(bar))).full());

    var columns = server.asked.get(0).getBars(0);
    assertThat(columns.getSymbol()).isEqualTo("MINE");
    assertThat(columns.getOpenTimeMsList()).containsExactly(OPEN.toEpochMilli());
    assertThat(columns.getOpenList()).containsExactly(2.0);
    assertThat(columns.getHighList()).containsExactly(4.0);
    assertThat(columns.getLowList()).containsExactly(1.0);
    assertThat(columns.getCloseList()).containsExactly(3.0);
    assertThat(columns.getVolumeList()).containsExactly(100.0);
  }

  @Test
  void readsValuesByIndicatorAndLine() {
    server.prepare(
        AnalyzeSymbolsResponse.newBuilder()
            .setSymbol("SPY")
            .setBars(500)
            .addOpenTimeMs(OPEN.toEpochMilli())
            .addOpenTimeMs(OPEN.plus(Duration.ofDays(1)).toEpochMilli())
            .addResults(
                IndicatorResult.newBuilder()
                    .setIndicator("macd(12,26,9)")
                    .setStableFrom(199)
                    .setMissing(2)
                    .addLines(line("macd", 0.5, 0.6))
                    .addLines(line("signal", Double.NaN, 0.1 + 0.2)))
            .addSignals(
                io.finstage.proto.v1.Signal.newBuilder()
                    .setSignal("crosses_above(ema(9),ema(21))")
                    .setKind("CROSSES_ABOVE")
                    .setOpenTime(Timestamp.newBuilder().setSeconds(OPEN.getEpochSecond()))
                    .addValues(2)
                    .addValues(1))
            .build());

    SymbolAnalysis spy =
        client.analysis().analyze(Analysis.of("SPY").indicators(Indicator.of("macd"))).get(0);

    assertThat(spy.isOk()).isTrue();
    assertThat(spy.bars()).isEqualTo(500);
    assertThat(spy.openTimes()).containsExactly(OPEN, OPEN.plus(Duration.ofDays(1)));
    IndicatorValues macd = spy.values("macd(12,26,9)");
    assertThat(macd.names()).containsExactly("macd", "signal");
    assertThat(macd.line("signal")).containsExactly(Double.NaN, 0.1 + 0.2);
    assertThat(macd.last()).isEqualTo(0.6);
    assertThat(macd.stableFrom()).isEqualTo(199);
    assertThat(macd.missing()).isEqualTo(2);
    assertThat(spy.values("macd")).isSameAs(macd);
    assertThat(spy.signals())
        .containsExactly(
            new Signal("crosses_above(ema(9),ema(21))", "CROSSES_ABOVE", OPEN, List.of(2.0, 1.0)));
    assertThatThrownBy(() -> spy.values("rsi(14)"))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("macd(12,26,9)");
    assertThatThrownBy(() -> macd.line("histogram")).hasMessageContaining("[macd, signal]");
  }

  @Test
  void answersInTheOrderOfTheRequest() {
    server.prepare(answer("IBM"), answer("SPY"));

    assertThat(client.analysis().analyze(RSI))
        .extracting(SymbolAnalysis::symbol)
        .containsExactly("SPY", "IBM");
  }

  @Test
  void keepsTheFailureOfOneSymbolToThatSymbol() {
    server.prepare(
        answer("IBM"),
        AnalyzeSymbolsResponse.newBuilder()
            .setSymbol("SPY")
            .setStatus(
                com.google.rpc.Status.newBuilder()
                    .setCode(Code.INVALID_ARGUMENT_VALUE)
                    .setMessage("high below low")
                    .addDetails(Any.pack(ErrorInfo.newBuilder().setReason("BAD_BARS").build()))
                    .addDetails(
                        Any.pack(
                            BadRequest.newBuilder()
                                .addFieldViolations(
                                    BadRequest.FieldViolation.newBuilder()
                                        .setField("bars[0].high[3]")
                                        .setDescription("must not be below low"))
                                .build())))
            .build());

    List<SymbolAnalysis> answers = client.analysis().analyze(RSI);

    assertThat(answers.get(1).isOk()).isTrue();
    assertThat(answers.get(0).failure())
        .contains(
            new SymbolFailure(
                FinstageException.Code.INVALID_ARGUMENT,
                "BAD_BARS",
                "high below low",
                List.of(new FieldViolation("bars[0].high[3]", "must not be below low"))));
    assertThatThrownBy(() -> answers.get(0).values("rsi(14)"))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("BAD_BARS");
  }

  @Test
  void throwsWhenTheAnalysisAsAWholeFails() {
    server.prepare(answer("IBM"));
    server.thenFail(Status.RESOURCE_EXHAUSTED.withDescription("too many symbols"));

    assertThatThrownBy(() -> client.analysis().analyze(RSI))
        .isInstanceOf(FinstageException.class)
        .hasMessage("RESOURCE_EXHAUSTED: too many symbols");
  }

  @Test
  void streamsEachSymbolAsSoonAsItIsReady() throws InterruptedException {
    server.thenWait();
    try (AnalysisStream stream = client.analysis().stream(RSI)) {
      assertThat(stream.next(Duration.ZERO)).isEmpty();
      assertThat(stream.isDone()).isFalse();

      server.say(answer("IBM"));

      assertThat(stream.next(Duration.ZERO)).map(SymbolAnalysis::symbol).contains("IBM");
      assertThat(stream.isDone()).isFalse();
    }
  }

  @Test
  void cancelsWhatIsNotComputedWhenItIsClosed() throws InterruptedException {
    server.prepare(answer("IBM"));
    server.thenWait();
    AnalysisStream stream = client.analysis().stream(RSI);
    assertThat(server.isCancelled()).isFalse();

    stream.close();
    stream.close();

    assertThat(server.isCancelled()).isTrue();
    assertThat(stream.next(Duration.ofSeconds(5))).isEmpty();
    assertThat(stream).isEmpty();
  }

  @Test
  void letsTheServerWaitForASlowReader() throws InterruptedException {
    server.thenWait();
    try (AnalysisStream stream = client.analysis().stream(RSI)) {
      for (int i = 0; i < AnalysisStream.AHEAD_MAX; i++) {
        assertThat(server.isReady()).isTrue();
        server.say(answer("S" + i));
      }
      assertThat(server.isReady()).isFalse();

      assertThat(stream.next(Duration.ZERO)).map(SymbolAnalysis::symbol).contains("S0");

      assertThat(server.isReady()).isTrue();
    }
  }

  @Test
  void tellsTheErrorAfterTheAnswersBeforeItAndAgainToWhoeverAsks() throws InterruptedException {
    server.prepare(answer("IBM"));
    server.thenFail(Status.DEADLINE_EXCEEDED);
    try (AnalysisStream stream = client.analysis().stream(RSI)) {
      assertThat(stream.next(Duration.ZERO)).isPresent();
      assertThatThrownBy(() -> stream.next(Duration.ZERO)).isInstanceOf(FinstageException.class);
      assertThatThrownBy(() -> stream.next(Duration.ZERO)).isInstanceOf(FinstageException.class);
    }
  }

  @Test
  void endsAtTheDeadlineOfTheRequest() {
    server.thenWait();
    assertThatThrownBy(() -> client.analysis().analyze(RSI.within(Duration.ofMillis(50))))
        .hasMessageStartingWith("DEADLINE_EXCEEDED");
  }

  @Test
  void readsTheCatalog() {
    IndicatorInfo rsi = client.analysis().catalog().get(0);

    assertThat(rsi.id()).isEqualTo("rsi");
    assertThat(rsi.parameters())
        .containsExactly(new IndicatorInfo.Parameter("period", true, 2, 5000, 14));
    assertThat(rsi.outputs()).containsExactly(new IndicatorInfo.Line("rsi", "PERCENT", false));
    assertThat(rsi.lookback()).isEqualTo(14);
  }

  private static AnalyzeSymbolsResponse answer(String symbol) {
    return AnalyzeSymbolsResponse.newBuilder().setSymbol(symbol).build();
  }

  private static IndicatorLine line(String name, double... values) {
    IndicatorLine.Builder line = IndicatorLine.newBuilder().setName(name);
    for (double value : values) {
      line.addValues(value);
    }
    return line.build();
  }
}
