package io.finstage.server.bars;

import static io.finstage.server.bars.Trades.SPY;
import static io.finstage.server.bars.Trades.at;
import static io.finstage.server.bars.Trades.bar;
import static io.finstage.server.bars.Trades.trade;
import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.market.Bar;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The engine with its store: trades go in, then it is closed, and what was told is looked at. */
class BarsTest {

  private final TemporaryBars temporary = new TemporaryBars();
  private final BarStore store = temporary.store();
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private Bars bars = started();

  @AfterEach
  void close() {
    temporary.close();
  }

  private Bars started() {
    Bars fresh = new Bars(BarsConfig.defaults(), store, InstantSource.fixed(at(0)));
    fresh.watch(
        new BarWatcher() {
          @Override
          public void changed(BarChange change) {
            if (change.interval() == Interval.M1) {
              told.add(change.closed() + " " + change.bar().trades());
            }
          }

          @Override
          public void lost(Symbol symbol) {
            told.add("lost " + symbol);
          }
        });
    fresh.start();
    return fresh;
  }

  private void take(double... seconds) {
    Arrays.stream(seconds).forEach(second -> bars.accept(trade(second, 10, 1), at(second)));
  }

  @Test
  void whoIsToldThatABarIsClosedFindsItAmongTheNewest() {
    List<Boolean> found = Collections.synchronizedList(new ArrayList<>());
    bars.watch(change -> {
      if (change.closed() && change.interval() == Interval.M1) {
        long openAt = change.bar().openAt().toEpochMilli();
        long[] newest = store.last(SPY, Interval.M1, 10).openAtMillis();
        found.add(Arrays.stream(newest).anyMatch(it -> it == openAt));
      }
    });
    take(1, 61, 121);
    bars.close();

    assertThat(found).containsExactly(true, true);
  }

  @Test
  void aNewProcessGoesOnWithTheBarsOfTheOneBefore() {
    take(1, 2, 61, 62);
    bars.close();
    bars = started();
    take(65, 3600);
    bars.close();

    assertThat(store.range(SPY, Interval.H1, Long.MIN_VALUE, Long.MAX_VALUE, 9))
        .containsExactly(bar(0, 10, 10, 10, 10, 4, 4));
  }

  @Test
  void whatFormsWhenAProcessEndsIsNotTakenForWhole() {
    take(1, 2, 61, 62);
    bars.close();

    assertThat(store.range(SPY, Interval.S1, Long.MIN_VALUE, Long.MAX_VALUE, 9))
        .extracting(Bar::openAt)
        .containsExactly(at(1), at(2), at(61));
  }

  @Test
  void aLossIsToldAfterWhatCameBeforeItAndBeforeWhatComesAfter() {
    take(1, 61);
    bars.gap(SPY);
    take(121);
    bars.close();

    assertThat(told.indexOf("lost SPY")).isLessThan(told.lastIndexOf("true 1"));
    assertThat(told).containsOnlyOnce("lost SPY");
  }
}
