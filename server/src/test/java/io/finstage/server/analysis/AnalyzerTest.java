package io.finstage.server.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.analysis.AnalysisRequest.Columns;
import io.finstage.server.analysis.AnalysisRequest.Spec;
import io.finstage.server.analysis.AnalysisRequest.Window;
import io.finstage.server.analysis.SymbolAnalysis.Done;
import io.finstage.server.analysis.SymbolAnalysis.Failed;
import io.finstage.server.indicators.Indicators;
import io.finstage.server.indicators.Resolution;
import io.finstage.server.market.BarSeries;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AnalyzerTest {

  private static final AnalysisConfig CONFIG =
      new AnalysisConfig(
          2, 1, 1, 500, 20, 100_000, 300_000, 1_000_000, 1 << 20, Duration.ofSeconds(20));

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final AtomicReference<BarSource> store = new AtomicReference<>(AnalyzerTest::stored);
  private final Analyzer analyzer =
      new Analyzer(
          CONFIG,
          (symbol, interval, from, to, max) -> store.get().bars(symbol, interval, from, to, max),
          now::get);
  private final List<SymbolAnalysis> answers = new ArrayList<>();

  @AfterEach
  void close() {
    analyzer.close();
  }

  /** A walk for every symbol but NOPE; LONG has more than may be. */
  private static BarSeries stored(
      Symbol symbol, Interval interval, Optional<Instant> from, Optional<Instant> to, int max) {
    return switch (symbol.value()) {
      case "NOPE" -> Bars.closes();
      case "LONG" -> Bars.walk(max, 1);
      case "THROWS" -> throw new IllegalStateException("a secret");
      default -> Bars.walk(100, symbol.value().hashCode());
    };
  }

  private static AnalysisRequest request(
      List<String> symbols, List<Columns> bars, Window window, String... indicators) {
    return new AnalysisRequest(
        symbols,
        bars,
        "1m",
        Optional.empty(),
        Optional.empty(),
        specs(indicators),
        List.of(),
        window);
  }

  private static List<Spec> specs(String... texts) {
    return Arrays.stream(texts).map(text -> new Spec(text, Map.of(), "")).toList();
  }

  private Optional<Fault> analyze(AnalysisRequest request) throws InterruptedException {
    return analyzer.analyze(request, Function.identity(), answers::add, new Stop());
  }

  private static double[][] computed(String indicator, BarSeries bars) {
    return switch (Indicators.resolve(indicator)) {
      case Resolution.Ready ready -> ready.recipe().begin().run(bars);
      case Resolution.Problem problem -> throw new IllegalArgumentException(problem.description());
    };
  }

  private Failed failed(String symbol) {
    return answers.stream()
        .filter(it -> it.symbol().equals(symbol))
        .map(Failed.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private int stableFrom(String symbol) {
    return answers.stream()
        .filter(it -> it.symbol().equals(symbol))
        .map(it -> ((Done) it).results().getFirst().stableFrom())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everySymbolIsAnsweredOnceWithTheValuesOfItsIndicators() throws Exception {
    List<String> symbols = IntStream.range(0, 200).mapToObj(i -> "S" + i).toList();

    assertThat(analyze(request(symbols, List.of(), new Window.Full(), "sma(5)", "rsi(14)")))
        .isEmpty();

    assertThat(answers)
        .extracting(SymbolAnalysis::symbol)
        .containsExactlyInAnyOrderElementsOf(symbols);
    for (SymbolAnalysis answer : answers) {
      Done done = (Done) answer;
      BarSeries bars = Bars.walk(100, done.symbol().hashCode());
      assertThat(done.results().get(0).lines().get(0)).isEqualTo(computed("sma(5)", bars)[0]);
      assertThat(done.results().get(1).lines().get(0)).isEqualTo(computed("rsi(14)", bars)[0]);
    }
  }

  @Test
  void aSymbolThatFailsLeavesTheOthersAlone() throws Exception {
    Columns spoilt = Bars.columns("SPOILT", Bars.walk(50, 3));
    spoilt.high()[17] = spoilt.low()[17] / 2;

    assertThat(
            analyze(
                request(
                    List.of("FINE", "NOPE", "not a symbol", "THROWS", "LONG"),
                    List.of(spoilt, Bars.columns("SENT", Bars.walk(50, 4))),
                    new Window.Last(),
                    "sma(5)")))
        .isEmpty();

    assertThat(answers).hasSize(7);
    assertThat(answers.stream().filter(Done.class::isInstance).map(SymbolAnalysis::symbol))
        .containsExactlyInAnyOrder("FINE", "SENT");
    assertThat(failed("NOPE").fault().code()).isEqualTo(Fault.Code.NOT_FOUND);
    assertThat(failed("not a symbol").fault().fields().getFirst().name()).isEqualTo("symbols[2]");
    assertThat(failed("THROWS").fault().code()).isEqualTo(Fault.Code.INTERNAL);
    assertThat(failed("THROWS").fault().message()).doesNotContain("secret");
    assertThat(failed("LONG").fault().reason()).isEqualTo("BARS_MAX");
    assertThat(failed("SPOILT").fault().fields().getFirst().name()).isEqualTo("bars[0].high[17]");
  }

  @Test
  void symbolsBeyondTheLimitOnAllValuesFailAndTheNumberIsNamed() throws Exception {
    List<String> symbols = IntStream.range(0, 400).mapToObj(i -> "S" + i).toList();

    analyze(
        request(
            symbols,
            List.of(),
            new Window.Last(),
            "sma(2)",
            "sma(3)",
            "sma(4)",
            "sma(5)",
            "sma(6)",
            "sma(7)",
            "sma(8)",
            "sma(9)",
            "sma(10)",
            "sma(11)"));

    List<SymbolAnalysis> failed = answers.stream().filter(Failed.class::isInstance).toList();
    assertThat(failed).hasSize(100);
    assertThat(((Failed) failed.getFirst()).fault().message())
        .contains("at most 300000 bars times indicators", "analysis.values-max");
  }

  @Test
  void anAnswerThatWouldBeTooLongIsThatSymbolsFailure() throws Exception {
    analyze(
        request(
            List.of(),
            List.of(Bars.columns("BIG", Bars.walk(70_000, 1))),
            new Window.Full(),
            "sma(5)",
            "sma(6)"));

    assertThat(failed("BIG").fault().reason()).isEqualTo("ANSWER_BYTES_MAX");
    assertThat(failed("BIG").fault().metadata()).containsEntry("asked", "1680000");
  }

  @Test
  void aLongSeriesHasTheBitsOfAShortOne() throws Exception {
    BarSeries bars = Bars.walk(30_000, 1);

    analyze(
        request(List.of(), List.of(Bars.columns("LONGER", bars)), new Window.Tail(100), "rsi(14)"));

    assertThat(((Done) answers.getFirst()).results().getFirst().lines().getFirst())
        .isEqualTo(computed("rsi(14)", bars)[0]);
    assertThat(((Done) answers.getFirst()).from()).isEqualTo(29_900);
  }

  @Test
  void valuesAreStableLaterWhereBarsAreMissing() throws Exception {
    BarSeries holes = Bars.closes(10, Double.NaN, Double.NaN, 11, 12, 13);
    BarSeries none = Bars.closes(10, Double.NaN, Double.NaN);

    analyze(
        request(
            List.of(),
            List.of(Bars.columns("HOLES", holes), Bars.columns("NONE", none)),
            new Window.Full(),
            "sma(3)"));

    assertThat(stableFrom("HOLES")).isEqualTo(4);
    assertThat(stableFrom("NONE")).isEqualTo(3);
  }

  @Test
  void aStopCutsALongAnalysisShort() throws Exception {
    Stop stop = new Stop();
    AtomicInteger asked = new AtomicInteger();
    store.set((symbol, interval, from, to, max) -> {
      asked.incrementAndGet();
      return Bars.walk(10, 1);
    });
    List<String> symbols = IntStream.range(0, 300).mapToObj(i -> "S" + i).toList();

    Optional<Fault> fault =
        analyzer.analyze(
            request(symbols, List.of(), new Window.Last(), "sma(2)"),
            Function.identity(),
            answer -> {
              answers.add(answer);
              stop.stop();
            },
            stop);

    assertThat(fault).isEmpty();
    assertThat(answers).hasSize(1);
    assertThat(asked.get()).isLessThan(10);
    assertThat(analyzer.stats().inFlight()).isZero();
  }

  @Test
  void aStopIsNoticedInTheMiddleOfOneSymbol() throws Exception {
    Stop stop = new Stop();
    CountDownLatch begun = new CountDownLatch(1);
    store.set((symbol, interval, from, to, max) -> {
      begun.countDown();
      return Bars.walk(100_000, 1);
    });
    AnalysisRequest request =
        new AnalysisRequest(
            List.of("S"),
            List.of(),
            "1m",
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of("crosses_above(sma(9999),sma(10000))"),
            new Window.Last());
    Thread.startVirtualThread(() -> {
      try {
        begun.await();
        stop.stop();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });

    analyzer.analyze(request, Function.identity(), answers::add, stop);

    assertThat(answers).isEmpty();
  }

  @Test
  void anAnalysisEndsWithItsTimeout() throws Exception {
    List<String> symbols = IntStream.range(0, 300).mapToObj(i -> "S" + i).toList();

    Optional<Fault> fault =
        analyzer.analyze(
            request(symbols, List.of(), new Window.Last(), "sma(2)"),
            Function.identity(),
            answer -> {
              answers.add(answer);
              now.set(Instant.EPOCH.plusSeconds(21));
            },
            new Stop());

    assertThat(fault.orElseThrow().code()).isEqualTo(Fault.Code.DEADLINE_EXCEEDED);
    assertThat(fault.orElseThrow().message()).contains("analysis.timeout, 20000 ms");
    assertThat(answers).hasSizeLessThan(10);
  }

  @Test
  void whatIsInFlightWhenItClosesEndsWithUnavailable() throws Exception {
    List<String> symbols = IntStream.range(0, 300).mapToObj(i -> "S" + i).toList();

    Optional<Fault> fault =
        analyzer.analyze(
            request(symbols, List.of(), new Window.Last(), "sma(2)"),
            Function.identity(),
            answer -> analyzer.close(),
            new Stop());

    assertThat(fault.orElseThrow().code()).isEqualTo(Fault.Code.UNAVAILABLE);
  }

  @Test
  void failuresAreCountedByCode() throws Exception {
    analyze(request(List.of("FINE", "NOPE"), List.of(), new Window.Last(), "sma(5)"));
    analyze(request(List.of("FINE"), List.of(), new Window.Last(), "nope"));

    AnalysisStats stats = analyzer.stats();
    assertThat(stats.symbols()).isEqualTo(2);
    assertThat(stats.failures())
        .containsEntry("NOT_FOUND", 1L)
        .containsEntry("INVALID_ARGUMENT", 1L);
    assertThat(stats.durations().counts().stream().mapToLong(it -> it).sum()).isEqualTo(2);
  }
}
