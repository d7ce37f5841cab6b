package io.finstage.server.bars;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.market.Bar;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Trade;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the order within the lateness: the bars are those of the trades sorted by time. */
class BarBuilderPropertyTest {

  private static final int TRADES = 4000;
  private static final Duration LATENESS = Duration.ofSeconds(5);
  private static final List<Symbol> SYMBOLS =
      List.of(new Symbol("A"), new Symbol("B"), new Symbol("C"));

  private record Key(Symbol symbol, Interval interval, Instant openAt) {}

  private final BarBuilder builder =
      new BarBuilder(EnumSet.allOf(Interval.class), Session.UTC, LATENESS, SYMBOLS.size());
  private final List<Trade> accepted = new ArrayList<>();
  private final Map<Key, BarChange> told = new HashMap<>();
  private final List<BarChange> violations = new ArrayList<>();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theLastChangeOfEveryBarIsTheBarOfItsTradesInOrderOfTime(long seed) {
    play(new SplittableRandom(seed));
    builder.finish(symbol -> true, Instant.EPOCH);
    builder.flush(this::tell);

    assertThat(bars()).isEqualTo(expected());
    assertThat(told.values()).allMatch(BarChange::closed);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13, 14})
  void aBarIsNeverOpenAgainAndWhatWasToldClosedChangesOnlyByACorrection(long seed) {
    play(new SplittableRandom(seed));

    assertThat(violations).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22, 23})
  void theSameTradesGiveTheSameChanges(long seed) {
    play(new SplittableRandom(seed));
    BarBuilderPropertyTest again = new BarBuilderPropertyTest();
    again.play(new SplittableRandom(seed));

    assertThat(again.told).isEqualTo(told);
  }

  /** Sizes are whole, so that their sum does not depend on the order. */
  private void play(SplittableRandom random) {
    long millis = Instant.parse("2026-11-22T23:30:00Z").toEpochMilli();
    for (int i = 0; i < TRADES; i++) {
      millis += random.nextInt(10) == 0 ? random.nextInt(40_000) : random.nextInt(300);
      long at = millis - (random.nextInt(4) == 0 ? random.nextInt(9_000) : 0);
      Trade trade =
          new Trade(
              SYMBOLS.get(random.nextInt(SYMBOLS.size())),
              1 + random.nextInt(1000) / 100.0,
              random.nextInt(500),
              Instant.ofEpochMilli(at));
      if (builder.accept(trade, Instant.ofEpochMilli(millis)) != BarBuilder.Taken.LATE) {
        accepted.add(trade);
      }
      if (random.nextInt(20) == 0) {
        builder.close(Instant.ofEpochMilli(millis));
      }
      if (random.nextInt(5) == 0) {
        builder.flush(this::tell);
      }
    }
  }

  private void tell(BarChange change) {
    BarChange before =
        told.put(new Key(change.symbol(), change.interval(), change.bar().openAt()), change);
    boolean wasClosed = before != null && before.closed();
    boolean inOrder = wasClosed ? change.correction() : before == null || !change.correction();
    if (!inOrder || (wasClosed && !change.closed())) {
      violations.add(change);
    }
  }

  private Map<Key, Bar> bars() {
    return told.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().bar()));
  }

  private Map<Key, Bar> expected() {
    List<Trade> sorted = accepted.stream().sorted(Comparator.comparing(Trade::at)).toList();
    Map<Key, List<Trade>> groups = new HashMap<>();
    for (Interval interval : Interval.values()) {
      for (Trade trade : sorted) {
        groups
            .computeIfAbsent(
                new Key(trade.symbol(), interval, interval.floor(trade.at())),
                ignored -> new ArrayList<>())
            .add(trade);
      }
    }
    Map<Key, Bar> bars = new HashMap<>();
    groups.forEach((key, trades) -> bars.put(key, bar(key.openAt, trades)));
    return bars;
  }

  private static Bar bar(Instant openAt, List<Trade> trades) {
    return new Bar(
        openAt,
        trades.getFirst().price(),
        trades.stream().mapToDouble(Trade::price).max().orElseThrow(),
        trades.stream().mapToDouble(Trade::price).min().orElseThrow(),
        trades.getLast().price(),
        trades.stream().mapToDouble(Trade::size).sum(),
        trades.size());
  }
}
