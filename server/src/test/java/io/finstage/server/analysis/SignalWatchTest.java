package io.finstage.server.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.indicators.Indicators;
import io.finstage.server.indicators.Resolution;
import io.finstage.server.market.BarSeries;
import java.util.ArrayList;
import java.util.Arrays;
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

  /** As {@link Bars#closes}, with highs and lows so far from the closes. */
  private static BarSeries wide(double[] closes, double reach) {
    BarSeries bars = Bars.closes(closes);
    return new BarSeries(
        bars.openAtMillis(),
        closes,
        Arrays.stream(closes).map(it -> it + reach).toArray(),
        Arrays.stream(closes).map(it -> it - reach).toArray(),
        closes,
        bars.volume());
  }

  private static double[][] computed(String indicator, BarSeries bars) {
    return switch (Indicators.resolve(indicator)) {
      case Resolution.Ready ready -> ready.recipe().begin().run(bars);
      case Resolution.Problem problem -> throw new IllegalArgumentException(problem.description());
    };
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
  void aBreakoutIsAboveTheHighestHighOfTheBarsBefore() {
    // highest of 3 before: -, -, -, 12, 12, 13, 14
    assertThat(seen("breakout(3)", 10, 12, 11, 12, 13, 14, 14, 15)).containsExactly(4, 7);
  }

  @Test
  void aBreakdownIsBelowTheLowestLowOfTheBarsBefore() {
    assertThat(seen("breakdown(3)", 15, 13, 14, 13, 12, 12, 11)).containsExactly(4, 6);
  }

  @Test
  void aBreakoutOverAMissingBarComparesWithTheBarsBeforeIt() {
    assertThat(seen("breakout(2)", 10, 11, 11, NAN, 12)).containsExactly(4);
  }

  @Test
  void bandsThatStayInsideTheChannelAreASqueezeThatBeginsAndEnds() {
    // A bar is 1 wide, so the channel is some 2 to each side. Closes that climb by 1 put the bands
    // nearly 6 to each side, closes that rest bring them to nothing.
    double[] closes = new double[60];
    for (int i = 0; i < closes.length; i++) {
      closes[i] = 100 + Math.min(i, 20) + Math.max(0, i - 45);
    }
    BarSeries bars = wide(closes, 0.5);

    assertThat(events(rule("squeeze_on(10,2,1.5)").begin(), bars, 0))
        .extracting(SignalEvent::openAtMillis)
        .hasSize(1)
        .allMatch(at -> at >= 20 * Bars.MINUTE && at <= 45 * Bars.MINUTE);
    assertThat(events(rule("squeeze_off(10,2,1.5)").begin(), bars, 0))
        .extracting(SignalEvent::openAtMillis)
        .hasSize(1)
        .allMatch(at -> at >= 45 * Bars.MINUTE);
  }

  @Test
  void aTrendFlipsWhereTheDirectionOfTheSupertrendDoes() {
    BarSeries bars = Bars.walk(400, 9);
    double[] direction = computed("supertrend(10,3)", bars)[1];
    List<Long> flips = new ArrayList<>();
    for (int i = 1; i < direction.length; i++) {
      if (!Double.isNaN(direction[i - 1]) && direction[i] != direction[i - 1]) {
        flips.add(bars.openAtMillis()[i]);
      }
    }

    assertThat(flips).isNotEmpty();
    assertThat(events(rule("trend_flip(supertrend(10,3))").begin(), bars, 0))
        .extracting(SignalEvent::openAtMillis)
        .isEqualTo(flips);
  }

  @Test
  void aTouchOfABandIsSeenOnTheFirstBarThatReachesIt() {
    BarSeries bars = Bars.walk(400, 9);
    double[][] bands = computed("bbands(20,2)", bars);
    List<Long> upper = new ArrayList<>();
    List<Long> lower = new ArrayList<>();
    for (int i = 20; i < bars.size(); i++) {
      if (bars.high()[i] >= bands[0][i] && bars.high()[i - 1] < bands[0][i - 1]) {
        upper.add(bars.openAtMillis()[i]);
      }
      if (bars.low()[i] <= bands[2][i] && bars.low()[i - 1] > bands[2][i - 1]) {
        lower.add(bars.openAtMillis()[i]);
      }
    }

    assertThat(upper).isNotEmpty();
    assertThat(lower).isNotEmpty();
    assertThat(events(rule("touches_upper(bbands(20,2))").begin(), bars, 0))
        .extracting(SignalEvent::openAtMillis)
        .isEqualTo(upper);
    assertThat(events(rule("touches_lower(bbands(20,2))").begin(), bars, 0))
        .extracting(SignalEvent::openAtMillis)
        .isEqualTo(lower);
  }

  @Test
  void anOutputOtherThanTheFirstIsNamedAfterADot() {
    BarSeries bars = Bars.walk(300, 3);
    double[][] macd = computed("macd(12,26,9)", bars);
    List<Long> crosses = new ArrayList<>();
    for (int i = 34; i < bars.size(); i++) {
      if (macd[0][i] > macd[1][i] && macd[0][i - 1] <= macd[1][i - 1]) {
        crosses.add(bars.openAtMillis()[i]);
      }
    }

    assertThat(crosses).isNotEmpty();
    assertThat(events(rule("crosses_above(macd,macd.signal)").begin(), bars, 0))
        .extracting(SignalEvent::openAtMillis)
        .isEqualTo(crosses);
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
