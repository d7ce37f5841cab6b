package io.finstage.server.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.analysis.AnalysisRequest.Columns;
import io.finstage.server.analysis.AnalysisRequest.Spec;
import io.finstage.server.analysis.AnalysisRequest.Window;
import io.finstage.server.analysis.Plan.Planning;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannerTest {

  private static final AnalysisConfig CONFIG =
      new AnalysisConfig(1, 1, 1, 3, 2, 100, 400, 10_000, 1 << 20, Duration.ofSeconds(5));
  private static final Spec SMA = spec("sma(3)");

  private static Spec spec(String text) {
    return new Spec(text, Map.of(), "");
  }

  private static AnalysisRequest of(
      List<String> symbols, List<Columns> bars, List<Spec> indicators, List<String> signals) {
    return new AnalysisRequest(
        symbols,
        bars,
        "1m",
        Optional.empty(),
        Optional.empty(),
        indicators,
        signals,
        new Window.Last());
  }

  private static Fault fault(AnalysisRequest request) {
    return switch (new Planner(CONFIG).plan(request)) {
      case Planning.Ready ready -> Fault.of(Fault.Code.INTERNAL, "FINE", "");
      case Planning.Refused(Fault fault) -> fault;
    };
  }

  private static List<String> fields(Fault fault) {
    return fault.fields().stream().map(Fault.Field::name).toList();
  }

  private static Columns walk(String symbol, int bars) {
    return Bars.columns(symbol, Bars.walk(bars, 1));
  }

  @Test
  void aRequestThatMakesSenseIsPlanned() {
    assertThat(
            fault(
                    of(
                        List.of("SPY"),
                        List.of(walk("IBM", 9)),
                        List.of(SMA),
                        List.of("enters(rsi(14),70,100)")))
                .reason())
        .isEqualTo("FINE");
  }

  @Test
  void everyIndicatorAndSignalThatIsWrongIsNamed() {
    Fault fault =
        fault(
            of(
                List.of("SPY"),
                List.of(),
                List.of(new Spec("sma", Map.of("period", 0.0), "")),
                List.of("crosses_above(1,2)")));

    assertThat(fault.code()).isEqualTo(Fault.Code.INVALID_ARGUMENT);
    assertThat(fields(fault)).containsExactly("indicators[0].params.period", "signals[0]");
  }

  @Test
  void anUnknownIndicatorAndAnUnknownProfileAreNamed() {
    assertThat(
            fields(
                fault(
                    of(
                        List.of("SPY"),
                        List.of(),
                        List.of(spec("nope"), new Spec("sma", Map.of(), "MINE")),
                        List.of()))))
        .containsExactly("indicators[0].id", "indicators[1].profile");
  }

  @Test
  void limitsAreNamedWithTheirKeyAndNumber() {
    Fault symbols = fault(of(List.of("A", "B", "C", "D"), List.of(), List.of(SMA), List.of()));
    Fault indicators = fault(of(List.of("A"), List.of(), List.of(SMA, SMA, SMA), List.of()));
    Fault bars = fault(of(List.of(), List.of(walk("A", 101)), List.of(SMA), List.of()));
    Fault values =
        fault(
            of(
                List.of(),
                List.of(walk("A", 100), walk("B", 100), walk("C", 1)),
                List.of(SMA, SMA),
                List.of()));

    assertThat(List.of(symbols, indicators, bars, values))
        .extracting(Fault::message)
        .containsExactly(
            "at most 3 symbols (analysis.symbols-max), not 4",
            "at most 2 indicators and signals (analysis.indicators-max), not 3",
            "at most 100 bars per symbol (analysis.bars-max), not 101",
            "at most 400 bars times indicators and signals, over all symbols"
                + " (analysis.values-max), not 402");
    assertThat(fields(bars)).containsExactly("bars[0].open_time_ms");
    assertThat(symbols.code()).isEqualTo(Fault.Code.RESOURCE_EXHAUSTED);
    assertThat(symbols.metadata()).containsEntry("limit", "3").containsEntry("asked", "4");
  }

  @Test
  void aSymbolTwiceIsRefusedAsItsAnswersCouldNotBeToldApart() {
    assertThat(fields(fault(of(List.of("A"), List.of(walk("A", 3)), List.of(SMA), List.of()))))
        .containsExactly("bars[0].symbol");
  }

  @Test
  void storedBarsNeedAnIntervalAndARangeThatIsNotEmpty() {
    AnalysisRequest without =
        new AnalysisRequest(
            List.of("A"),
            List.of(),
            "",
            Optional.empty(),
            Optional.empty(),
            List.of(SMA),
            List.of(),
            new Window.Last());
    AnalysisRequest empty =
        new AnalysisRequest(
            List.of("A"),
            List.of(),
            "1m",
            Optional.of(Instant.EPOCH),
            Optional.of(Instant.EPOCH),
            List.of(SMA),
            List.of(),
            new Window.Last());

    assertThat(fields(fault(without))).containsExactly("interval");
    assertThat(fields(fault(empty))).containsExactly("end_time");
  }

  @Test
  void nothingToDoIsRefused() {
    assertThat(fault(of(List.of(), List.of(), List.of(SMA), List.of())).reason())
        .isEqualTo("NO_SYMBOLS");
    assertThat(fault(of(List.of("A"), List.of(), List.of(), List.of())).reason())
        .isEqualTo("NO_INDICATORS");
  }
}
