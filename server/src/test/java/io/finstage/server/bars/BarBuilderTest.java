package io.finstage.server.bars;

import static io.finstage.server.bars.Trades.SPY;
import static io.finstage.server.bars.Trades.at;
import static io.finstage.server.bars.Trades.bar;
import static io.finstage.server.bars.Trades.trade;
import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.bars.BarBuilder.Taken;
import io.finstage.server.market.Bar;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Trade;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class BarBuilderTest {

  private static final Duration LATENESS = Duration.ofSeconds(5);

  private final BarBuilder builder = builder(Interval.M1);

  private static BarBuilder builder(Interval... intervals) {
    return new BarBuilder(List.of(intervals), Session.UTC, LATENESS, 2);
  }

  /** A change of a minute of SPY. */
  private record Told(Bar bar, boolean closed, boolean correction) {}

  private List<Told> told() {
    return flush(builder).stream()
        .map(change -> new Told(change.bar(), change.closed(), change.correction()))
        .toList();
  }

  private static List<BarChange> flush(BarBuilder builder) {
    List<BarChange> changes = new ArrayList<>();
    builder.flush(changes::add);
    return changes;
  }

  /** Received when it happened. */
  private Taken take(double seconds, double price, double size) {
    Trade trade = trade(seconds, price, size);
    return builder.accept(trade, trade.at());
  }

  private static Told forming(Bar bar) {
    return new Told(bar, false, false);
  }

  private static Told closed(Bar bar) {
    return new Told(bar, true, false);
  }

  private static Told corrected(Bar bar) {
    return new Told(bar, true, true);
  }

  @Test
  void aBarIsVisibleWhileItForms() {
    take(1, 10, 100);
    take(2, 12, 50);
    take(3, 9, 50);

    assertThat(told()).containsExactly(forming(bar(0, 10, 12, 9, 9, 200, 3)));
  }

  @Test
  void everyFlushTellsOnlyWhatChangedSinceTheLast() {
    take(1, 10, 100);
    flush(builder);

    assertThat(flush(builder)).isEmpty();
  }

  @Test
  void aTradeAtTheEndClosesTheBarAndBeginsTheNext() {
    take(59.999, 10, 1);
    take(60, 11, 2);

    assertThat(told())
        .containsExactly(
            closed(bar(0, 10, 10, 10, 10, 1, 1)), forming(bar(60, 11, 11, 11, 11, 2, 1)));
  }

  @Test
  void minutesWithoutATradeHaveNoBar() {
    take(1, 10, 1);
    take(301, 11, 1);

    assertThat(flush(builder))
        .extracting(change -> change.bar().openAt())
        .containsExactly(at(0), at(300));
  }

  @Test
  void aLateTradeWithinTheLatenessCorrectsTheClosedBar() {
    take(58, 10, 1);
    take(60, 11, 1);
    flush(builder);
    take(59, 12, 1);

    assertThat(told()).containsExactly(corrected(bar(0, 10, 12, 10, 12, 2, 2)));
  }

  @Test
  void aLateTradeBecomesTheOpenOnlyWhereItIsTheFirst() {
    take(58, 10, 1);
    take(57, 12, 1);

    assertThat(told()).containsExactly(forming(bar(0, 12, 12, 10, 10, 2, 2)));
  }

  @Test
  void ofTradesAtTheSameTimeTheFirstToComeOpensAndTheLastCloses() {
    take(58, 10, 1);
    take(58, 12, 1);
    take(58, 11, 1);

    assertThat(told()).containsExactly(forming(bar(0, 10, 12, 10, 11, 3, 3)));
  }

  @Test
  void aLateTradeForAMinuteWithoutABarMakesOneThatIsACorrection() {
    take(61, 10, 1);
    flush(builder);
    take(59, 12, 1);

    assertThat(told()).containsExactly(corrected(bar(0, 12, 12, 12, 12, 1, 1)));
  }

  @Test
  void aCorrectionReachesEveryLongerBar() {
    BarBuilder all = new BarBuilder(EnumSet.allOf(Interval.class), Session.UTC, LATENESS, 2);
    all.accept(trade(299, 10, 1), at(299));
    all.accept(trade(301, 11, 1), at(301));
    flush(all);
    all.accept(trade(298, 9, 1), at(302));

    assertThat(flush(all))
        .extracting(change -> change.interval() + " " + change.closed() + change.bar().low())
        .containsExactly(
            "1s true9.0", "1m true9.0", "5m true9.0", "15m false9.0", "1h false9.0", "1d false9.0");
  }

  @Test
  void aTradeFurtherBehindThanTheLatenessIsRefused() {
    take(60, 10, 1);
    assertThat(take(54.998, 11, 1)).isEqualTo(Taken.LATE);

    assertThat(told()).containsExactly(forming(bar(60, 10, 10, 10, 10, 1, 1)));
  }

  @Test
  void aTradeExactlyAsFarBehindAsTheLatenessIsTaken() {
    take(60, 10, 1);

    assertThat(take(55, 11, 1)).isEqualTo(Taken.OK);
  }

  @Test
  void theClockClosesAQuietBarAfterTheLateness() {
    take(30, 10, 1);
    builder.close(at(64.999));
    assertThat(told()).containsExactly(forming(bar(0, 10, 10, 10, 10, 1, 1)));
    builder.close(at(65));

    assertThat(told()).containsExactly(closed(bar(0, 10, 10, 10, 10, 1, 1)));
  }

  @Test
  void theClockOfTodayDoesNotCloseBarsOfAReplay() {
    Instant today = at(1_000_000_000);
    builder.accept(trade(30, 10, 1), today);
    builder.close(today.plusSeconds(29));

    assertThat(flush(builder)).extracting(BarChange::closed).containsExactly(false);
  }

  @Test
  void aTradeThatComesAfterTheClockClosedItsBarCorrectsIt() {
    take(30, 10, 1);
    builder.close(at(70));
    flush(builder);
    builder.accept(trade(50, 11, 1), at(71));

    assertThat(told()).containsExactly(corrected(bar(0, 10, 11, 10, 11, 2, 2)));
  }

  @Test
  void aChangeCarriesWhenItsTradeWasTakenIn() {
    builder.accept(trade(30, 10, 1), at(31));
    builder.accept(trade(29, 10, 1), at(32));

    assertThat(flush(builder)).extracting(BarChange::receivedAt).containsExactly(at(32));
  }

  @Test
  void theEndOfASourceClosesItsBars() {
    take(30, 10, 1);
    builder.finish(SPY::equals, at(40));

    assertThat(told()).containsExactly(closed(bar(0, 10, 10, 10, 10, 1, 1)));
  }

  @Test
  void theEndOfASourceLeavesTheBarsOfOthers() {
    take(30, 10, 1);
    builder.finish(symbol -> !symbol.equals(SPY), at(40));

    assertThat(flush(builder)).extracting(BarChange::closed).containsExactly(false);
  }

  @Test
  void oneSymbolMoreThanThereMayBeIsRefused() {
    take(1, 10, 1);
    builder.accept(new Trade(new Symbol("A"), 1, 1, at(1)), at(1));

    assertThat(builder.accept(new Trade(new Symbol("B"), 1, 1, at(1)), at(1)))
        .isEqualTo(Taken.SYMBOLS_MAX);
  }

  @Test
  void symbolsDoNotMeddleWithEachOther() {
    take(30, 10, 1);
    builder.accept(new Trade(new Symbol("A"), 1, 1, at(3600)), at(30));

    assertThat(flush(builder)).extracting(BarChange::closed).containsExactly(false, false);
  }

  @Test
  void sizesThatAddUpToMoreThanADoubleHoldsAreCut() {
    take(1, 10, Double.MAX_VALUE);
    take(2, 10, Double.MAX_VALUE);

    assertThat(flush(builder))
        .extracting(change -> change.bar().volume())
        .containsExactly(Double.MAX_VALUE);
  }

  @Test
  void aDayOfASessionBeginsWhenItsVenueSays() {
    Session newYork = new Session(ZoneId.of("America/New_York"), LocalTime.of(17, 0));
    BarBuilder days = new BarBuilder(List.of(Interval.D1), newYork, LATENESS, 2);
    days.accept(trade(0, 10, 1), at(0));

    assertThat(flush(days))
        .extracting(change -> change.bar().openAt())
        .containsExactly(Instant.parse("2026-11-22T22:00:00Z"));
  }

  @Test
  void aDayOnWhichClocksAreSetIsLonger() {
    Session newYork = new Session(ZoneId.of("America/New_York"), LocalTime.MIDNIGHT);
    long open = newYork.openMillis(Instant.parse("2026-11-01T12:00:00Z").toEpochMilli());

    assertThat(Duration.ofMillis(newYork.endMillis(open) - open)).isEqualTo(Duration.ofHours(25));
  }
}
