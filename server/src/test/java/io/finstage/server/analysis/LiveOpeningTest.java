package io.finstage.server.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.indicators.Indicators;
import io.finstage.server.indicators.Resolution;
import io.finstage.server.market.Bar;
import io.finstage.server.market.BarSeries;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What live indicators begin with, and when they read it. */
class LiveOpeningTest {

  private static final Symbol SPY = new Symbol("SPY");
  private static final BarSeries WALK = Bars.walk(60, 11);

  private record Told(String topic, boolean opening, int bar, double value) {}

  /** Holds the first bars of the walk. */
  private static final class Store implements LiveBars {
    int bars = 50;
    int reads;
    boolean fails;

    @Override
    public BarSeries last(Symbol symbol, Interval interval, int count) {
      reads++;
      if (fails) {
        throw new IllegalStateException("the store does not answer");
      }
      return WALK.slice(0, bars);
    }

    @Override
    public Optional<Bar> forming(Symbol symbol, Interval interval) {
      return Optional.empty();
    }
  }

  private static final class Recorder implements LiveListener<String> {
    final List<Told> told = new ArrayList<>();

    @Override
    public void values(
        String topic,
        boolean opening,
        Instant openAt,
        boolean closed,
        boolean warmingUp,
        List<String> outputs,
        double[] values,
        Instant receivedAt) {
      int bar = (int) (openAt.toEpochMilli() / Bars.MINUTE);
      told.add(new Told(topic, opening, bar, values[0]));
    }

    @Override
    public void signal(String topic, boolean opening, SignalEvent event, Instant receivedAt) {
      throw new AssertionError("no signal was asked for");
    }
  }

  private final Store store = new Store();
  private final Recorder recorder = new Recorder();
  private final LiveIndicators<String> live =
      new LiveIndicators<>(
          new LiveConfig(1000, 100), store, recorder, InstantSource.fixed(Instant.EPOCH));

  private void open(String text) {
    live.open(text, SPY, Interval.M1, text, false);
  }

  private void closed(int i) {
    store.bars = i + 1;
    Bar bar =
        new Bar(
            Instant.ofEpochMilli(WALK.openAtMillis()[i]),
            WALK.open()[i],
            WALK.high()[i],
            WALK.low()[i],
            WALK.close()[i],
            WALK.volume()[i],
            1);
    live.changed(SPY, Interval.M1, bar, true, Instant.EPOCH);
  }

  private static double batch(String indicator, int bar) {
    return switch (Indicators.resolve(indicator)) {
      case Resolution.Ready ready -> ready.recipe().begin().run(WALK)[0][bar];
      case Resolution.Problem problem -> throw new IllegalArgumentException(problem.description());
    };
  }

  @Test
  void topicsThatWaitHoldNoBarsAndReadThemOnceTogether() {
    for (int period = 1; period <= 500; period++) {
      open("sma(" + period + ")");
    }
    assertThat(store.reads).isZero();

    live.runReady();

    assertThat(store.reads).isEqualTo(1);
    assertThat(recorder.told).hasSize(500);
  }

  @Test
  void aBarThatClosesBeforeATopicHadItsTurnIsWhatItBeginsWith() {
    open("sma(5)");
    closed(50);
    live.runReady();
    closed(51);
    live.runReady();

    assertThat(recorder.told)
        .containsExactly(
            new Told("sma(5)", true, 50, batch("sma(5)", 50)),
            new Told("sma(5)", false, 51, batch("sma(5)", 51)));
  }

  @Test
  void whatBeginsWhileTheStoreFailsHasItsBarsWhenItAnswers() {
    store.fails = true;
    open("sma(5)");
    open("sma(6)");
    live.runReady();
    store.fails = false;

    closed(50);
    live.runReady();

    assertThat(recorder.told)
        .contains(
            new Told("sma(5)", false, 50, batch("sma(5)", 50)),
            new Told("sma(6)", false, 50, batch("sma(6)", 50)));
  }
}
