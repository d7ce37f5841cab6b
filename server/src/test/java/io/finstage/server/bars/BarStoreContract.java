package io.finstage.server.bars;

import static io.finstage.server.bars.Trades.SPY;
import static io.finstage.server.bars.Trades.bar;
import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseConfig;
import io.finstage.server.market.Bar;
import io.finstage.server.market.BarSeries;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a store does, whatever database is below it. */
abstract class BarStoreContract {

  private static final int HOT_MAX = 10;

  private Database database;
  private BarStore store;

  /** The same database each time within a test; empty at its start. */
  abstract DatabaseConfig where() throws Exception;

  @BeforeEach
  void open() throws Exception {
    database = Database.open(where(), BarStore.PART, BarStore.MIGRATIONS, System::nanoTime);
    BarsConfig standard = BarsConfig.defaults();
    store =
        new BarStore(
            database,
            new BarsConfig(
                true,
                standard.intervals(),
                Session.UTC,
                standard.lateness(),
                100,
                100,
                Duration.ZERO,
                100,
                HOT_MAX,
                100,
                Map.of()));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void append(Origin origin, Bar... bars) {
    append(SPY, Interval.M1, origin, bars);
  }

  private void append(Symbol symbol, Interval interval, Origin origin, Bar... bars) {
    store
        .append(
            List.of(bars).stream().map(bar -> new SymbolBar(symbol, interval, bar)).toList(),
            origin)
        .join();
  }

  /** The minute of that number; its close tells it apart. */
  private static Bar minute(int number) {
    return bar(number * 60, 1, 1 + number, 1, 1 + number, 7, 3);
  }

  private static Bar[] minutes(int from, int to) {
    return IntStream.range(from, to).mapToObj(BarStoreContract::minute).toArray(Bar[]::new);
  }

  private static long millis(int minute) {
    return minute(minute).openAt().toEpochMilli();
  }

  private List<Bar> all() {
    return store.range(SPY, Interval.M1, Long.MIN_VALUE, Long.MAX_VALUE, 1000);
  }

  private static List<Double> closes(BarSeries series) {
    return Arrays.stream(series.close()).boxed().toList();
  }

  @Test
  void aBarComesBackAsItWasToTheLastBit() {
    Bar bar = bar(60, 0.1 + 0.2, 1e300, 4.9e-324, Math.PI, 1e-17, Long.MAX_VALUE);
    append(Origin.BUILT, bar);

    assertThat(all()).containsExactly(bar);
  }

  @Test
  void aRangeHasItsStartAndNotItsEndOldestFirst() {
    append(Origin.BUILT, minute(3), minute(1), minute(2), minute(4));

    assertThat(store.range(SPY, Interval.M1, millis(2), millis(4), 10))
        .containsExactly(minute(2), minute(3));
  }

  @Test
  void aLimitKeepsTheOldest() {
    append(Origin.BUILT, minutes(0, 5));

    assertThat(store.range(SPY, Interval.M1, millis(1), Long.MAX_VALUE, 2))
        .containsExactly(minute(1), minute(2));
  }

  @Test
  void symbolsAndIntervalsAreKeptApart() {
    append(Origin.BUILT, minute(1));
    append(new Symbol("IBM"), Interval.M1, Origin.BUILT, minute(2));
    append(SPY, Interval.M5, Origin.BUILT, minute(5));

    assertThat(all()).containsExactly(minute(1));
  }

  @Test
  void symbolsAreThoseThatHaveBarsOfTheIntervalInOrder() {
    append(SPY, Interval.M1, Origin.BUILT, minute(1));
    append(new Symbol("IBM"), Interval.M1, Origin.BUILT, minute(1));
    append(new Symbol("BAC"), Interval.M5, Origin.BUILT, minute(5));

    assertThat(store.symbols(Interval.M1)).containsExactly(new Symbol("IBM"), SPY);
  }

  @Test
  void aCorrectionReplacesTheBar() {
    append(Origin.BUILT, bar(0, 1, 1, 1, 1, 1, 3));
    append(Origin.BUILT, bar(0, 2, 2, 2, 2, 2, 4));

    assertThat(all()).containsExactly(bar(0, 2, 2, 2, 2, 2, 4));
  }

  @Test
  void aBarBegunAgainInTheMiddleDoesNotReplaceTheWholeOne() {
    append(Origin.BUILT, bar(0, 1, 1, 1, 1, 1, 3));
    append(Origin.BUILT, bar(0, 2, 2, 2, 2, 2, 2));

    assertThat(all()).containsExactly(bar(0, 1, 1, 1, 1, 1, 3));
  }

  @Test
  void anImportedBarReplacesAnyOther() {
    append(Origin.BUILT, bar(0, 1, 1, 1, 1, 1, 3));
    append(Origin.IMPORTED, bar(0, 2, 2, 2, 2, 2, 0));

    assertThat(all()).containsExactly(bar(0, 2, 2, 2, 2, 2, 0));
  }

  @Test
  void theSameBarTwiceInOneBatchIsKeptAsItWasLast() {
    append(Origin.BUILT, bar(0, 1, 1, 1, 1, 1, 3), bar(0, 2, 2, 2, 2, 2, 4));

    assertThat(all()).containsExactly(bar(0, 2, 2, 2, 2, 2, 4));
  }

  @Test
  void theLastBarsComeOldestFirst() {
    append(Origin.BUILT, minutes(0, 5));

    assertThat(closes(store.last(SPY, Interval.M1, 2))).containsExactly(4.0, 5.0);
  }

  @Test
  void theLastOfFewerBarsAreAllThereAre() {
    append(Origin.BUILT, minutes(0, 2));

    assertThat(closes(store.last(SPY, Interval.M1, HOT_MAX))).containsExactly(1.0, 2.0);
  }

  @Test
  void moreBarsThanAreHeldInMemoryAreReadFromTheDatabase() {
    append(Origin.BUILT, minutes(0, 2 * HOT_MAX));

    assertThat(store.last(SPY, Interval.M1, 2 * HOT_MAX).size()).isEqualTo(2 * HOT_MAX);
  }

  @Test
  void whatIsInMemoryFollowsWhatIsAppended() {
    append(Origin.BUILT, minutes(0, HOT_MAX));
    store.last(SPY, Interval.M1, 1);
    append(Origin.BUILT, minute(HOT_MAX));
    append(Origin.BUILT, bar(60, 1, 2, 1, 2, 8, 9));

    BarSeries last = store.last(SPY, Interval.M1, HOT_MAX);
    assertThat(last.openAtMillis()[0]).isEqualTo(millis(1));
    assertThat(last.volume()[0]).isEqualTo(8);
    assertThat(last.close()[HOT_MAX - 1]).isEqualTo(1 + HOT_MAX);
  }

  @Test
  void whatIsInMemoryIsForgottenWhenAnotherProcessImports() throws Exception {
    append(Origin.BUILT, minutes(0, 3));
    store.refresh();
    store.last(SPY, Interval.M1, 1);
    try (Database other =
        Database.open(where(), BarStore.PART, BarStore.MIGRATIONS, System::nanoTime)) {
      new BarStore(other, BarsConfig.defaults())
          .append(List.of(new SymbolBar(SPY, Interval.M1, minute(9))), Origin.IMPORTED)
          .join();
    }
    store.refresh();

    assertThat(closes(store.last(SPY, Interval.M1, 1))).containsExactly(10.0);
  }

  @Test
  void aSeriesOfARangeIsItsBarsAsColumns() {
    append(Origin.BUILT, minutes(0, 5));

    assertThat(closes(store.series(SPY, Interval.M1, millis(1), millis(3), 10)))
        .containsExactly(2.0, 3.0);
  }

  @Test
  void barsSurviveARestart() throws Exception {
    append(Origin.BUILT, minutes(0, 3));
    close();
    open();

    assertThat(all()).containsExactly(minutes(0, 3));
  }

  @Test
  void barsOlderThanTheRetentionGoAndThoseOfOtherIntervalsStay() {
    append(Origin.BUILT, minutes(0, 5));
    append(SPY, Interval.M5, Origin.BUILT, minute(0), minute(5));
    int gone = store.expire(Interval.M1, Duration.ofMinutes(2)).join();

    assertThat(gone).isEqualTo(2);
    assertThat(all()).containsExactly(minutes(2, 5));
    assertThat(store.range(SPY, Interval.M5, Long.MIN_VALUE, Long.MAX_VALUE, 9)).hasSize(2);
  }

  @Test
  void aSymbolThatNobodyKnowsHasNoBars() {
    assertThat(store.last(new Symbol("NONE"), Interval.M1, 5).size()).isZero();
  }
}
