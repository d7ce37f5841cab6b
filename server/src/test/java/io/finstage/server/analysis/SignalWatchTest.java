package io.finstage.server.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.market.BarSeries;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** By hand: where each kind of signal is seen, as indexes of bars. */
class SignalWatchTest {

  private static final double NAN = Double.NaN;

  private static SignalRule rule(String text) {
    return switch (SignalParser.parse(text)) {
      case SignalResolution.Ready(SignalRule rule) -> rule;
      case SignalResolution.Problem(String description) ->
          throw new IllegalArgumentException(description);
    };
  }

  private static List<SignalEvent> events(SignalWatch watch, BarSeries bars, int from) {
    List<SignalEvent> events = new ArrayList<>();
    for (int i = from; i < bars.size(); i++) {
      watch
          .step(
              bars.openAtMillis()[i],
              bars.open()[i],
              bars.high()[i],
              bars.low()[i],
              bars.close()[i],
              bars.volume()[i])
          .ifPresent(events::add);
    }
    return events;
  }

  private static List<Integer> seen(String text, double... closes) {
    return events(rule(text).begin(), Bars.closes(closes), 0).stream()
        .map(event -> (int) (event.openAtMillis() / Bars.MINUTE))
        .toList();
  }

  @Test
  void aCrossAboveIsSeenWhereTheFirstIsAboveAndWasNot() {
    assertThat(seen("crosses_above(close,10)", 9, 11, 12, 9, 10, 11)).containsExactly(1, 5);
  }

  @Test
  void aTouchThatGoesBackUpIsACrossAboveAgain() {
    assertThat(seen("crosses_above(close,10)", 11, 10, 11)).containsExactly(2);
    assertThat(seen("crosses_below(close,10)", 11, 10, 11)).isEmpty();
  }

  @Test
  void theFirstBarIsNoCross() {
    assertThat(seen("crosses_above(close,10)", 11, 12)).isEmpty();
  }

  @Test
  void aCrossBelowIsSeenWhereTheFirstIsBelowAndWasNot() {
    assertThat(seen("crosses_below(close,10)", 11, 10, 9, 8, 11, 9)).containsExactly(2, 5);
  }

  @Test
  void aMissingBarIsPassedOver() {
    assertThat(seen("crosses_above(close,10)", 9, NAN, 11)).containsExactly(2);
    assertThat(seen("crosses_above(close,10)", 11, NAN, 12)).isEmpty();
  }

  @Test
  void enteringAZoneIncludesItsBorders() {
    assertThat(seen("enters(close,70,100)", 69, 70, 100, 101, 100)).containsExactly(1, 4);
  }

  @Test
  void leavingAZoneIsSeenOnEitherSide() {
    assertThat(seen("leaves(close,70,100)", 80, 101, 90, 69, 50)).containsExactly(1, 3);
  }

  @Test
  void aGoldenCrossIsSeenWhereTheFasterAverageComesOut() {
    // sma(2): -, 9.5, 8.5, 9, 11   sma(3): -, -, 9, 9, 10
    assertThat(seen("golden_cross(2,3)", 10, 9, 8, 10, 12)).containsExactly(4);
    assertThat(seen("death_cross(2,3)", 10, 11, 12, 10, 8)).containsExactly(4);
  }

  @Test
  void aSignalTellsTheValuesOfItsArgumentsInTheirOrder() {
    SignalEvent event =
        events(rule("golden_cross(2,3)").begin(), Bars.closes(10, 9, 8, 10, 12), 0).getFirst();

    assertThat(event.values()).containsExactly(11.0, 10.0);
    assertThat(event.rule().kind()).isEqualTo(SignalKind.GOLDEN_CROSS);
  }

  @Test
  void aCopyGoesOnFromWhereItWasTaken() {
    BarSeries bars = Bars.walk(500, 7);
    SignalRule rule = rule("crosses_above(close,sma(10))");
    List<SignalEvent> all = events(rule.begin(), bars, 0);
    SignalWatch watch = rule.begin();
    List<SignalEvent> first = events(watch, bars.slice(0, 250), 0);
    SignalWatch copy = watch.copy();
    events(watch, bars, 400);

    List<SignalEvent> rest = events(copy, bars, 250);

    assertThat(all).hasSizeGreaterThan(20);
    assertThat(first).isEqualTo(all.subList(0, first.size()));
    assertThat(rest).isEqualTo(all.subList(first.size(), all.size()));
  }
}
