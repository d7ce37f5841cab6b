package io.finstage.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.client.Analysis;
import io.finstage.client.AnalysisRequest;
import io.finstage.client.AnalysisStream;
import io.finstage.client.Bar;
import io.finstage.client.Bars;
import io.finstage.client.FinstageClient;
import io.finstage.client.FinstageException;
import io.finstage.client.Indicator;
import io.finstage.client.IndicatorInfo;
import io.finstage.client.Indicators;
import io.finstage.client.SymbolAnalysis;
import io.finstage.proto.v1.AnalysisServiceGrpc;
import io.finstage.proto.v1.AnalyzeSymbolsRequest;
import io.finstage.proto.v1.BarColumns;
import io.finstage.proto.v1.IndicatorSpec;
import io.finstage.proto.v1.Output;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SdkAnalysisIT {

  private static final int BARS = 300;

  private static RunningServer server;
  private static FinstageClient client;

  @BeforeAll
  static void start() {
    server = RunningServer.start(Map.of());
    client = FinstageClient.connect("127.0.0.1:" + server.port());
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @Test
  void givesTheDoublesThatGrpcGives() {
    List<Bar> bars = walk(7);
    SymbolAnalysis mine =
        client
            .analysis()
            .analyze(
                Analysis.of(Bars.of("MINE", bars))
                    .indicators(Indicators.rsi(14), Indicators.macd(12, 26, 9))
                    .full())
            .get(0);

    var foreign = overGrpc(bars);
    assertThat(mine.bars()).isEqualTo(BARS);
    assertThat(mine.openTimes()).isEqualTo(bars.stream().map(Bar::openTime).toList());
    assertThat(mine.values("rsi(14)").line())
        .containsExactly(doubles(foreign.getResults(0).getLines(0).getValuesList()));
    for (var line : foreign.getResults(1).getLinesList()) {
      assertThat(mine.values("macd(12,26,9)").line(line.getName()))
          .containsExactly(doubles(line.getValuesList()));
    }
    assertThat(mine.values("rsi(14)").last()).isBetween(0.0, 100.0);
    assertThat(mine.values("rsi(14)").stableFrom())
        .isEqualTo(foreign.getResults(0).getStableFrom());
  }

  @Test
  void understandsEveryIndicatorThatItHasANameFor() {
    AnalysisRequest request =
        Analysis.of(Bars.of("MINE", walk(8)))
            .indicators(
                Indicators.sma(20),
                Indicators.ema(20),
                Indicators.wma(20),
                Indicators.rsi(14),
                Indicators.macd(12, 26, 9),
                Indicators.bbands(20, 2),
                Indicators.stoch(14, 3, 3),
                Indicators.cci(20),
                Indicators.atr(14),
                Indicators.adx(14),
                Indicators.obv(),
                Indicators.mfi(14),
                Indicators.ema(9).profile(Indicator.Profile.PINE),
                Indicator.of("supertrend(10,3)"));

    SymbolAnalysis mine = client.analysis().analyze(request).get(0);

    assertThat(mine.failure()).isEmpty();
    for (Indicator indicator : request.indicators()) {
      assertThat(mine.values(indicator).indicator()).isEqualTo(indicator.text());
      assertThat(mine.values(indicator).last()).as(indicator.text()).isNotNaN();
    }
  }

  @Test
  void keepsTheFailureOfOneSymbolToThatSymbol() {
    List<Bar> broken = new ArrayList<>(walk(9));
    Bar third = broken.get(3);
    broken.set(3, new Bar(third.openTime(), 10, 8, 9, 10, 1, 0));

    List<SymbolAnalysis> answers =
        client
            .analysis()
            .analyze(
                Analysis.of(Bars.of("BAD", broken), Bars.of("GOOD", walk(9)))
                    .indicators(Indicators.sma(3)));

    assertThat(answers).extracting(SymbolAnalysis::symbol).containsExactly("BAD", "GOOD");
    assertThat(answers.get(0).failure())
        .get()
        .satisfies(failure -> {
          assertThat(failure.code()).isEqualTo(FinstageException.Code.INVALID_ARGUMENT);
          assertThat(failure.reason()).isNotEmpty();
          assertThat(failure.violations()).isNotEmpty();
        });
    assertThat(answers.get(1).isOk()).isTrue();
  }

  @Test
  void streamsSymbolsAndEndsByItself() {
    AnalysisRequest request =
        Analysis.of(Bars.of("A", walk(1)), Bars.of("B", walk(2)), Bars.of("C", walk(3)))
            .indicators(Indicators.sma(3));
    try (AnalysisStream stream = client.analysis().stream(request)) {
      assertThat(stream)
          .extracting(SymbolAnalysis::symbol)
          .containsExactlyInAnyOrder("A", "B", "C");
      assertThat(stream.isDone()).isTrue();
    }
  }

  @Test
  void seesTheSignalsOfTheRequest() {
    SymbolAnalysis mine =
        client
            .analysis()
            .analyze(
                Analysis.of(Bars.of("MINE", walk(7)))
                    .signals("crosses_above(ema(9),ema(21))")
                    .full())
            .get(0);

    assertThat(mine.signals())
        .isNotEmpty()
        .allSatisfy(signal -> {
          assertThat(signal.kind()).isEqualTo("CROSSES_ABOVE");
          assertThat(signal.values().get(0)).isGreaterThan(signal.values().get(1));
          assertThat(mine.openTimes()).contains(signal.openTime());
        });
  }

  @Test
  void readsACatalogOfOverSeventyIndicators() {
    List<IndicatorInfo> catalog = client.analysis().catalog();

    assertThat(catalog).hasSizeGreaterThan(70).extracting(IndicatorInfo::id).contains("rsi");
    assertThat(catalog).allMatch(info -> !info.outputs().isEmpty() && !info.formula().isEmpty());
  }

  /** What a client of another make is answered. */
  private static io.finstage.proto.v1.AnalyzeSymbolsResponse overGrpc(List<Bar> bars) {
    BarColumns.Builder columns = BarColumns.newBuilder().setSymbol("MINE");
    for (Bar bar : bars) {
      columns
          .addOpenTimeMs(bar.openTime().toEpochMilli())
          .addOpen(bar.open())
          .addHigh(bar.high())
          .addLow(bar.low())
          .addClose(bar.close())
          .addVolume(bar.volume());
    }
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress(
                "127.0.0.1", server.port(), InsecureChannelCredentials.create())
            .build();
    try {
      return AnalysisServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(30, TimeUnit.SECONDS)
          .analyzeSymbols(
              AnalyzeSymbolsRequest.newBuilder()
                  .addBars(columns)
                  .addIndicators(IndicatorSpec.newBuilder().setId("rsi").putParams("period", 14))
                  .addIndicators(IndicatorSpec.newBuilder().setId("macd"))
                  .setOutput(Output.newBuilder().setMode(Output.Mode.FULL))
                  .build())
          .next();
    } finally {
      channel.shutdownNow();
    }
  }

  /** Daily bars of a random walk. */
  private static List<Bar> walk(long seed) {
    Random random = new Random(seed);
    Instant open = Instant.parse("2013-10-07T00:00:00Z");
    List<Bar> bars = new ArrayList<>();
    double last = 100;
    for (int i = 0; i < BARS; i++) {
      double next = last * (1 + 0.02 * random.nextGaussian());
      double high = Math.max(last, next) * 1.001;
      double low = Math.min(last, next) * 0.999;
      double volume = 1000 + random.nextInt(1000);
      bars.add(new Bar(open.plus(Duration.ofDays(i)), last, high, low, next, volume, 0));
      last = next;
    }
    return bars;
  }

  private static double[] doubles(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
