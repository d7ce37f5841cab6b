package io.finstage.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.api.Refusal.Violation;
import io.finstage.server.api.TopicCheck.Outcome;
import io.finstage.server.api.TopicCheck.Wish;
import io.finstage.server.hub.Aspect;
import io.finstage.server.hub.Channel;
import io.finstage.server.market.Interval;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TopicCheckTest {

  private static final IndicatorTexts TEXTS =
      text ->
          text.startsWith("rsi")
              ? new IndicatorTexts.Reading.Known("rsi(14)")
              : new IndicatorTexts.Reading.Unknown("is no indicator");

  private final TopicCheck check = new TopicCheck(channel -> true, TEXTS, List::of);

  /**
   * A wish that is refused.
   *
   * @param field that is to blame
   */
  record Wrong(String field, Wish wish) {}

  static final List<Wrong> WRONG =
      List.of(
          new Wrong("channel", wish("trades", "SPY", "1m")),
          new Wrong("interval", wish("prices", "SPY", "1m")),
          new Wrong("indicators", wish("prices", "SPY", "", "rsi(14)")),
          new Wrong("closed_only", new Wish("prices", List.of("SPY"), "", List.of(), true)),
          new Wrong("interval", wish("bars", "SPY", "")),
          new Wrong("interval", wish("bars", "SPY", "2m")),
          new Wrong("indicators", wish("bars", "SPY", "1m", "rsi(14)")),
          new Wrong("interval", wish("indicators", "SPY", "", "rsi(14)")),
          new Wrong("indicators", wish("indicators", "SPY", "1m")),
          new Wrong("indicators[1]", wish("indicators", "SPY", "1m", "rsi(14)", "nope")),
          new Wrong("symbols[0]", wish("indicators", "*", "1m", "rsi(14)")),
          new Wrong(
              "indicators",
              wish(
                  "indicators",
                  "SPY",
                  "1m",
                  Collections.nCopies(101, "rsi").toArray(String[]::new))));

  @ParameterizedTest
  @FieldSource("WRONG")
  void whatIsWrongIsNamedByItsField(Wrong wrong) {
    assertThat(check.subscribe(wrong.wish()))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.refusal().violations())
                    .extracting(Violation::field)
                    .containsExactly(wrong.field()));
  }

  @Test
  void barsHaveAnInterval() {
    assertThat(check.subscribe(wish("bars", "SPY", "5m")))
        .isEqualTo(new Outcome.Fine(Channel.BARS, List.of(new Aspect.Bars(Interval.M5, false))));
  }

  @Test
  void indicatorsThatMeanTheSameAreOne() {
    assertThat(check.subscribe(wish("indicators", "SPY", "1m", "rsi", "rsi( 14 )")))
        .isEqualTo(
            new Outcome.Fine(
                Channel.INDICATORS, List.of(new Aspect.Indicator(Interval.M1, "rsi(14)", false))));
  }

  @Test
  void aChannelThatNobodyServesIsUnknown() {
    TopicCheck pricesOnly = new TopicCheck(channel -> channel == Channel.PRICES, TEXTS, List::of);
    assertThat(pricesOnly.subscribe(wish("bars", "SPY", "1m")))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.refusal().message())
                    .isEqualTo("channel must be one of \"prices\""));
  }

  @Test
  void aWholeChannelCanBeEnded() {
    assertThat(check.unsubscribe(wish("indicators", "*", "")))
        .isEqualTo(new Outcome.Fine(Channel.INDICATORS, List.of()));
  }

  @Test
  void allOfAnIntervalCanBeEnded() {
    assertThat(check.unsubscribe(wish("bars", "*", "1m")))
        .isEqualTo(new Outcome.Fine(Channel.BARS, List.of(new Aspect.Bars(Interval.M1, false))));
  }

  private static Wish wish(String channel, String symbol, String interval, String... indicators) {
    return new Wish(channel, List.of(symbol), interval, List.of(indicators), false);
  }
}
