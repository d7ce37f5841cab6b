package io.finstage.server.bars;

import static io.finstage.server.bars.Trades.SPY;
import static io.finstage.server.bars.Trades.START;
import static io.finstage.server.bars.Trades.at;
import static io.finstage.server.bars.Trades.bar;
import static io.finstage.server.bars.Trades.trade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.finstage.server.market.Bar;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Trade;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A process ends in the middle of bars; the next one has the store, and the trades from then on.
 */
class EarlierBarsTest {

  private static final Duration LATENESS = Duration.ofSeconds(5);
  private static final Instant DAY = Instant.parse("2026-11-23T00:00:00Z");
  private static final Set<Interval> ALL = EnumSet.allOf(Interval.class);

  private final TemporaryBars bars = new TemporaryBars();
  private final BarStore store = bars.store();
  private Set<Interval> intervals = ALL;
  private Session session = Session.UTC;
  private BarBuilder builder = builder();

  @AfterEach
  void close() {
    bars.close();
  }

  private BarBuilder builder() {
    return new BarBuilder(intervals, session, LATENESS, 2);
  }

  private void build(Interval... some) {
    intervals = EnumSet.copyOf(Arrays.asList(some));
    builder = builder();
  }

  private void stored(Interval interval, Bar... some) {
    store
        .append(
            Arrays.stream(some).map(bar -> new SymbolBar(SPY, interval, bar)).toList(),
            Origin.BUILT)
        .join();
  }

  /** The first trade of the new process, and what the store has from before it. */
  private void begin(double seconds, double price) {
    Trade trade = trade(seconds, price, 1);
    assertThat(builder.accept(trade, trade.at())).isEqualTo(BarBuilder.Taken.FIRST);
    builder.hold(SPY);
    builder.begin(SPY, parts(seconds), trade.at());
  }

  private Map<Interval, List<EarlierPart>> parts(double seconds) {
    return new EarlierBars(store, intervals, session, LATENESS).of(SPY, at(seconds).toEpochMilli());
  }

  private void take(double seconds, double price) {
    builder.accept(trade(seconds, price, 1), at(seconds));
  }

  private List<BarChange> told() {
    List<BarChange> changes = new ArrayList<>();
    builder.flush(changes::add);
    return changes;
  }

  private List<Bar> told(Interval interval) {
    return told().stream()
        .filter(change -> change.interval() == interval)
        .map(BarChange::bar)
        .toList();
  }

  private static Bar day(double o, double h, double l, double c, double v, long trades) {
    return new Bar(DAY, o, h, l, c, v, trades);
  }

  @Test
  void aDayGoesOnWithItsHoursQuartersMinutesAndSeconds() {
    stored(Interval.H1, bar(-7200, 5, 6, 4, 5, 10, 10), bar(-3600, 5, 9, 5, 8, 10, 10));
    stored(Interval.M15, bar(0, 8, 8, 7, 7, 4, 4));
    stored(Interval.M5, bar(900, 7, 7, 6, 6, 3, 3));
    stored(Interval.M1, bar(1200, 6, 6, 3, 4, 2, 2));
    stored(Interval.S1, bar(1260, 4, 4, 4, 4, 1, 1), bar(1261, 4, 5, 4, 5, 1, 1));
    begin(1270.5, 7);

    assertThat(told(Interval.D1)).containsExactly(day(5, 9, 3, 7, 32, 32));
  }

  @Test
  void ofBarsInsideEachOtherOnlyTheLongestCounts() {
    stored(Interval.H1, bar(-3600, 5, 9, 5, 8, 10, 10));
    stored(Interval.M1, bar(-60, 5, 9, 5, 8, 10, 10));
    stored(Interval.S1, bar(-60, 5, 9, 5, 8, 10, 10));
    begin(10, 8);

    assertThat(told(Interval.D1)).containsExactly(day(5, 9, 5, 8, 11, 11));
  }

  @Test
  void everyLongerBarHasItsOwnPart() {
    stored(Interval.M1, bar(240, 10, 11, 10, 11, 5, 5));
    stored(Interval.S1, bar(300, 12, 12, 9, 9, 3, 3));
    begin(310, 10);

    assertThat(told().stream().filter(change -> !change.closed()))
        .extracting(change -> change.interval() + " " + change.bar().trades())
        .containsExactly("1s 1", "1m 4", "5m 4", "15m 9", "1h 9", "1d 9");
  }

  @Test
  void aBarThatNobodyWasThereToCloseIsClosedAndToldOnce() {
    stored(Interval.S1, bar(58, 10, 11, 10, 11, 5, 5), bar(59, 11, 12, 9, 9, 3, 3));
    begin(400, 10);

    assertThat(told().stream().filter(BarChange::closed))
        .extracting(change -> change.interval() + " " + change.correction(), BarChange::bar)
        .containsExactly(
            tuple("1m false", bar(0, 10, 12, 9, 9, 8, 8)),
            tuple("5m false", bar(0, 10, 12, 9, 9, 8, 8)));
    assertThat(told()).isEmpty();
  }

  @Test
  void theDayBeforeIsClosedWhenTheNextProcessBeginsOnTheNextDay() {
    stored(Interval.H1, bar(0, 10, 12, 9, 11, 100, 50));
    begin(86_400, 20);

    assertThat(told(Interval.D1))
        .containsExactly(
            day(10, 12, 9, 11, 100, 50), new Bar(DAY.plusSeconds(86_400), 20, 20, 20, 20, 1, 1));
  }

  @Test
  void aBarThatIsStoredIsNotToldAgain() {
    stored(Interval.S1, bar(59, 11, 12, 9, 9, 3, 3));
    stored(Interval.M1, bar(0, 11, 12, 9, 9, 3, 3));
    stored(Interval.M5, bar(0, 11, 12, 9, 9, 3, 3));
    begin(400, 10);

    assertThat(told()).extracting(BarChange::closed).containsOnly(false);
  }

  @Test
  void aLateTradeAfterTheStartCorrectsWhatIsStored() {
    stored(Interval.S1, bar(58, 10, 11, 9, 10, 3, 3));
    stored(Interval.M1, bar(0, 10, 11, 9, 10, 3, 3));
    begin(61, 10);
    told();
    take(58.5, 12);

    assertThat(told().stream().filter(BarChange::closed))
        .extracting(change -> change.interval() + " " + change.correction(), BarChange::bar)
        .containsExactly(
            tuple("1s true", bar(58, 10, 12, 9, 10, 4, 4)),
            tuple("1m true", bar(0, 10, 12, 9, 10, 4, 4)));
  }

  @Test
  void aReplayThatBeginsAgainCountsNothingTwice() {
    stored(Interval.S1, bar(0, 10, 11, 9, 10, 3, 3), bar(1, 10, 10, 10, 10, 1, 1));
    stored(Interval.H1, bar(0, 10, 11, 9, 10, 4, 4));
    begin(0.5, 10);

    assertThat(told()).extracting(change -> change.bar().trades()).containsOnly(1L);
  }

  @Test
  void intervalsThatAreSwitchedOffAreBridgedByShorterOnes() {
    build(Interval.S1, Interval.D1);
    stored(Interval.S1, bar(0, 10, 11, 9, 10, 3, 3), bar(3600, 10, 10, 8, 8, 1, 1));
    begin(7200, 9);

    assertThat(told(Interval.D1)).containsExactly(day(10, 11, 8, 9, 5, 5));
  }

  @Test
  void anHourThatWasLostIsBridgedByItsMinutes() {
    stored(Interval.H1, bar(-7200, 5, 6, 4, 5, 10, 10), bar(0, 6, 6, 6, 6, 1, 1));
    stored(Interval.M1, bar(-3600, 5, 9, 5, 8, 10, 10));
    begin(3600, 7);

    assertThat(told(Interval.D1)).containsExactly(day(5, 9, 4, 7, 22, 22));
  }

  @Test
  void aSessionThatBeginsInTheMiddleOfAnHourLeavesTheHourBeforeItOut() {
    session = new Session(ZoneId.of("UTC"), LocalTime.of(9, 30));
    builder = builder();
    stored(Interval.H1, bar(-3600, 1, 1, 1, 1, 99, 99));
    stored(Interval.M15, bar(-2700, 1, 1, 1, 1, 50, 50), bar(-1800, 5, 9, 5, 8, 10, 10));
    begin(60, 7);

    assertThat(told(Interval.D1))
        .containsExactly(new Bar(START.minusSeconds(1800), 5, 9, 5, 7, 11, 11));
  }

  @Test
  void aSymbolWithoutHistoryBeginsWithItsFirstTrade() {
    assertThat(parts(1)).isEmpty();
  }

  @Test
  void nothingIsToldOfASymbolWhileTheStoreIsRead() {
    take(1, 10);
    builder.hold(SPY);
    take(2, 10);
    assertThat(told()).isEmpty();
    builder.begin(SPY, Map.of(), at(2));

    assertThat(told(Interval.D1)).extracting(Bar::trades).containsExactly(2L);
  }

  @Test
  void whatTheStoreAnswersTooLateIsStillAddedToBarsThatForm() {
    stored(Interval.M1, bar(0, 10, 11, 9, 10, 3, 3));
    take(70, 10);
    told();
    take(80, 12);
    builder.begin(SPY, parts(70), at(80));

    assertThat(told(Interval.H1)).containsExactly(bar(0, 10, 12, 9, 12, 5, 5));
  }
}
