package io.finstage.server.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.finstage.proto.v1.AnalysisServiceGrpc;
import io.finstage.proto.v1.AnalyzeSymbolsRequest;
import io.finstage.proto.v1.AnalyzeSymbolsResponse;
import io.finstage.proto.v1.BarColumns;
import io.finstage.proto.v1.IndicatorSpec;
import io.finstage.proto.v1.ListIndicatorsRequest;
import io.finstage.proto.v1.Output;
import io.finstage.server.market.BarSeries;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GrpcAnalysisIT {

  private static GrpcStage stage;

  @BeforeAll
  static void start() {
    stage = GrpcStage.patient();
    stage.bars.put("SPY", bars(1, 2, 3, 4, 5, 6));
    stage.bars.put("IBM", bars(6, 5, 4, 3, 2, 1));
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  private static BarSeries bars(double... closes) {
    long[] at = IntStream.range(0, closes.length).mapToLong(i -> i * 60_000L).toArray();
    return new BarSeries(at, closes, closes, closes, closes, new double[closes.length]);
  }

  private static BarColumns.Builder columns(String symbol, double... closes) {
    BarColumns.Builder bars = BarColumns.newBuilder().setSymbol(symbol);
    for (int i = 0; i < closes.length; i++) {
      bars.addOpenTimeMs(i * 60_000L)
          .addOpen(closes[i])
          .addHigh(closes[i])
          .addLow(closes[i])
          .addClose(closes[i])
          .addVolume(1);
    }
    return bars;
  }

  private static AnalyzeSymbolsRequest.Builder request(String... indicators) {
    AnalyzeSymbolsRequest.Builder request = AnalyzeSymbolsRequest.newBuilder().setInterval("1m");
    for (String indicator : indicators) {
      request.addIndicators(IndicatorSpec.newBuilder().setId(indicator));
    }
    return request;
  }

  private static List<AnalyzeSymbolsResponse> analyze(AnalyzeSymbolsRequest.Builder request) {
    List<AnalyzeSymbolsResponse> answers = new ArrayList<>();
    AnalysisServiceGrpc.newBlockingStub(stage.channel)
        .withDeadlineAfter(30, TimeUnit.SECONDS)
        .analyzeSymbols(request.build())
        .forEachRemaining(answers::add);
    return answers;
  }

  private static StatusRuntimeException refused(AnalyzeSymbolsRequest.Builder request) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> analyze(request));
  }

  @Test
  void theCatalogSaysWhatAnIndicatorTakesAndGives() {
    var indicators =
        AnalysisServiceGrpc.newBlockingStub(stage.channel)
            .listIndicators(ListIndicatorsRequest.getDefaultInstance())
            .getIndicatorsList();

    var rsi = indicators.stream().filter(it -> it.getId().equals("rsi")).findFirst().orElseThrow();
    assertThat(rsi.getInputsList()).containsExactly("close");
    assertThat(rsi.getParameters(0).getName()).isEqualTo("period");
    assertThat(rsi.getParameters(0).getDefaultValue()).isEqualTo(14);
    assertThat(rsi.getOutputs(0).getName()).isEqualTo("rsi");
    assertThat(rsi.getLookback()).isEqualTo(14);
    assertThat(indicators).extracting(it -> it.getId()).isSorted();
  }

  @Test
  void storedAndSentBarsAreAnalysedInOneCall() {
    var answers =
        analyze(
            request("sma(2)")
                .addSymbols("SPY")
                .addSymbols("IBM")
                .addBars(columns("MINE", 10, 20, 30)));

    assertThat(answers)
        .extracting(it ->
            it.getSymbol()
                + " "
                + it.getStatus().getCode()
                + " "
                + it.getResults(0).getLines(0).getValuesList())
        .containsExactlyInAnyOrder("SPY 0 [5.5]", "IBM 0 [1.5]", "MINE 0 [25.0]");
  }

  @Test
  void allValuesComeWithTheTimesOfTheirBarsAndNanWhileWarmingUp() {
    var answer =
        analyze(
                request("sma(3)")
                    .addSymbols("SPY")
                    .setOutput(Output.newBuilder().setMode(Output.Mode.FULL)))
            .getFirst();

    assertThat(answer.getBars()).isEqualTo(6);
    assertThat(answer.getOpenTimeMsList())
        .containsExactly(0L, 60_000L, 120_000L, 180_000L, 240_000L, 300_000L);
    assertThat(answer.getResults(0).getIndicator()).isEqualTo("sma(3)");
    assertThat(answer.getResults(0).getStableFrom()).isEqualTo(2);
    assertThat(answer.getResults(0).getLines(0).getName()).isEqualTo("sma");
    assertThat(answer.getResults(0).getLines(0).getValuesList())
        .containsExactly(Double.NaN, Double.NaN, 2.0, 3.0, 4.0, 5.0);
  }

  @Test
  void theTailIsAsLongAsItWasAskedFor() {
    var answer =
        analyze(
                request("sma(3)")
                    .addSymbols("SPY")
                    .setOutput(Output.newBuilder().setMode(Output.Mode.TAIL).setTail(2)))
            .getFirst();

    assertThat(answer.getOpenTimeMsList()).containsExactly(240_000L, 300_000L);
    assertThat(answer.getResults(0).getLines(0).getValuesList()).containsExactly(4.0, 5.0);
  }

  @Test
  void signalsAreSeenWithinTheBarsThatAreAnswered() {
    var answer =
        analyze(
                AnalyzeSymbolsRequest.newBuilder()
                    .addBars(columns("MINE", 9, 11, 9, 12, 12))
                    .addSignals("crosses_above(close,10)")
                    .setOutput(Output.newBuilder().setMode(Output.Mode.TAIL).setTail(3)))
            .getFirst();

    assertThat(answer.getSignalsList()).hasSize(1);
    assertThat(answer.getSignals(0).getKind()).isEqualTo("CROSSES_ABOVE");
    assertThat(answer.getSignals(0).getSignal()).isEqualTo("crosses_above(close,10)");
    assertThat(answer.getSignals(0).getOpenTime().getSeconds()).isEqualTo(180);
    assertThat(answer.getSignals(0).getValuesList()).containsExactly(12.0, 10.0);
  }

  @Test
  void aSymbolThatFailsHasItsOwnStatusAndTheOthersGoOn() throws Exception {
    BarColumns.Builder spoilt = columns("SPOILT", 1, 2, 3).setHigh(1, 0.5);

    var answers = analyze(request("sma(2)").addSymbols("NOPE").addSymbols("SPY").addBars(spoilt));

    assertThat(answers).hasSize(3);
    var nope = answer(answers, "NOPE").getStatus();
    assertThat(nope.getCode()).isEqualTo(Status.Code.NOT_FOUND.value());
    assertThat(nope.getDetails(0).unpack(ErrorInfo.class).getReason()).isEqualTo("NO_BARS");
    var broken = answer(answers, "SPOILT").getStatus();
    assertThat(broken.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT.value());
    assertThat(broken.getDetails(1).unpack(BadRequest.class).getFieldViolations(0).getField())
        .isEqualTo("bars[0].high[1]");
    assertThat(answer(answers, "SPY").getStatus().getCode()).isZero();
  }

  @Test
  void aParameterOutOfRangeRefusesTheCallByField() throws Exception {
    StatusRuntimeException e =
        refused(
            request("sma(2)", "rsi(14)")
                .addIndicators(IndicatorSpec.newBuilder().setId("sma").putParams("period", 0))
                .addSymbols("SPY"));

    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(GrpcStage.badRequest(e).getFieldViolations(0).getField())
        .isEqualTo("indicators[2].params.period");
  }

  @Test
  void moreThanALimitIsRefusedWithTheKeyAndTheNumber() throws Exception {
    StatusRuntimeException e =
        refused(
            request("sma(2)")
                .addAllSymbols(IntStream.range(0, 101).mapToObj(i -> "S" + i).toList()));

    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(e.getStatus().getDescription())
        .isEqualTo("at most 100 symbols (analysis.symbols-max), not 101");
    assertThat(GrpcStage.errorInfo(e).getMetadataMap()).containsEntry("limit", "100");
  }

  @Test
  void anOutputThatMakesNoSenseIsRefusedByField() throws Exception {
    StatusRuntimeException tail =
        refused(
            request("sma(2)")
                .addSymbols("SPY")
                .setOutput(Output.newBuilder().setMode(Output.Mode.TAIL)));
    StatusRuntimeException mode =
        refused(
            request("sma(2)").addSymbols("SPY").setOutput(Output.newBuilder().setModeValue(99)));

    assertThat(GrpcStage.badRequest(tail).getFieldViolations(0).getField())
        .isEqualTo("output.tail");
    assertThat(GrpcStage.badRequest(mode).getFieldViolations(0).getField())
        .isEqualTo("output.mode");
  }

  @Test
  void afterACancelTheNextCallIsServed() {
    List<String> symbols = IntStream.range(0, 100).mapToObj(i -> "S" + i).toList();
    symbols.forEach(
        symbol -> stage.bars.put(symbol, bars(IntStream.range(1, 900).asDoubleStream().toArray())));
    for (int i = 0; i < 10; i++) {
      Context.CancellableContext cancelled = Context.current().withCancellation();
      cancelled.run(() ->
          AnalysisServiceGrpc.newBlockingStub(stage.channel)
              .analyzeSymbols(request("sma(2)").addAllSymbols(symbols).build())
              .next());
      cancelled.cancel(null);
    }

    await().until(() -> stage.analyzer.stats().inFlight() == 0);
    assertThat(analyze(request("sma(2)").addSymbols("SPY"))).hasSize(1);
  }

  private static AnalyzeSymbolsResponse answer(
      List<AnalyzeSymbolsResponse> answers, String symbol) {
    return answers.stream().filter(it -> it.getSymbol().equals(symbol)).findFirst().orElseThrow();
  }
}
