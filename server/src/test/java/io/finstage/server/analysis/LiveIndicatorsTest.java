package io.finstage.server.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.indicators.Indicators;
import io.finstage.server.indicators.Resolution;
import io.finstage.server.market.Bar;
import io.finstage.server.market.BarSeries;
import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveIndicatorsTest {

  private static final Symbol SPY = new Symbol("SPY");
  private static final BarSeries WALK = Bars.walk(600, 11);
  private static final LiveConfig CONFIG = new LiveConfig(1000, 100);

  /** What was told, as text: bar, kind and value. */
  private record Told(String topic, boolean opening, int bar, boolean closed, double value) {}

  /** A store that holds what it is given. */
  private static final class Store implements LiveBars {
    final TreeMap<Instant, Bar> bars = new TreeMap<>();
    Optional<Bar> forming = Optional.empty();

    void put(Bar bar) {
      bars.put(bar.openAt(), bar);
    }

    @Override
    public BarSeries last(Symbol symbol, Interval interval, int count) {
      List<Bar> all = new ArrayList<>(bars.values());
      return series(all.subList(Math.max(0, all.size() - count), all.size()));
    }

    @Override
    public Optional<Bar> forming(Symbol symbol, Interval interval) {
      return forming;
    }
  }

  private static final class Recorder implements LiveListener<String> {
    final List<Told> told = new ArrayList<>();
    final List<Integer> warmingUp = new ArrayList<>();

    @Override
    public void values(
        String topic,
        boolean opening,
        Instant openAt,
        boolean closed,
        boolean warming,
        List<String> outputs,
        double[] values,
        Instant receivedAt) {
      int bar = (int) (openAt.toEpochMilli() / Bars.MINUTE);
      told.add(new Told(topic, opening, bar, closed, values[0]));
      if (warming) {
        warmingUp.add(bar);
      }
    }

    @Override
    public void signal(String topic, boolean opening, SignalEvent event, Instant receivedAt) {
      int bar = (int) (event.openAtMillis() / Bars.MINUTE);
      told.add(new Told(topic, opening, bar, true, event.values().getFirst()));
    }
  }

  private final Store store = new Store();
  private final Recorder recorder = new Recorder();
  private final LiveIndicators<String> live =
      new LiveIndicators<>(CONFIG, store, recorder, () -> Instant.EPOCH);

  private static Bar bar(BarSeries bars, int i) {
    return new Bar(
        Instant.ofEpochMilli(bars.openAtMillis()[i]),
        bars.open()[i],
        bars.high()[i],
        bars.low()[i],
        bars.close()[i],
        bars.volume()[i],
        1);
  }

  private static BarSeries series(List<Bar> bars) {
    return new BarSeries(
        bars.stream().mapToLong(it -> it.openAt().toEpochMilli()).toArray(),
        bars.stream().mapToDouble(Bar::open).toArray(),
        bars.stream().mapToDouble(Bar::high).toArray(),
        bars.stream().mapToDouble(Bar::low).toArray(),
        bars.stream().mapToDouble(Bar::close).toArray(),
        bars.stream().mapToDouble(Bar::volume).toArray());
  }

  private static double[] batch(String indicator, BarSeries bars) {
    return switch (Indicators.resolve(indicator)) {
      case Resolution.Ready ready -> ready.recipe().begin().run(bars)[0];
      case Resolution.Problem problem -> throw new IllegalArgumentException(problem.description());
    };
  }

  private void seed(int count) {
    for (int i = 0; i < count; i++) {
      store.put(bar(WALK, i));
    }
  }

  private void open(String text, boolean closedOnly) {
    live.open(text + (closedOnly ? "|closed" : ""), SPY, Interval.M1, text, closedOnly);
    live.runReady();
  }

  private void closed(Bar bar) {
    store.put(bar);
    live.changed(SPY, Interval.M1, bar, true, Instant.EPOCH);
    live.runReady();
  }

  private void forming(Bar bar) {
    live.changed(SPY, Interval.M1, bar, false, Instant.EPOCH);
    live.runReady();
  }

  private static Bar moved(Bar bar, double close) {
    return new Bar(
        bar.openAt(),
        bar.open(),
        Math.max(bar.high(), close),
        Math.min(bar.low(), close),
        close,
        bar.volume() + 1,
        2);
  }

  private List<Told> told(boolean closed) {
    return recorder.told.stream().filter(it -> it.closed() == closed && !it.opening()).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20, 31, 32, 33, 64, 200})
  void closedBarsHaveTheBitsOfTheBatchWhateverItBeganWith(int seeded) {
    seed(seeded);
    open("rsi(14)", false);

    for (int i = seeded; i < 400; i++) {
      closed(bar(WALK, i));
    }

    double[] batch = batch("rsi(14)", WALK);
    assertThat(told(true)).extracting(Told::bar).isEqualTo(range(seeded, 400));
    assertThat(told(true)).extracting(Told::value).isEqualTo(values(batch, seeded, 400));
  }

  @Test
  void theFormingBarHasTheValuesOfTheBatchIfItClosedNow() {
    seed(100);
    open("rsi(14)", false);
    Bar next = bar(WALK, 100);

    forming(moved(next, next.open() * 1.01));
    forming(moved(next, next.open() * 0.99));
    closed(next);

    Bar[] states = {moved(next, next.open() * 1.01), moved(next, next.open() * 0.99), next};
    for (int i = 0; i < states.length; i++) {
      List<Bar> bars = new ArrayList<>();
      for (int j = 0; j < 100; j++) {
        bars.add(bar(WALK, j));
      }
      bars.add(states[i]);
      assertThat(recorder.told.get(i + 1).value()).isEqualTo(batch("rsi(14)", series(bars))[100]);
    }
  }

  @Test
  void whoOpensATopicIsToldHowThingsStand() {
    seed(50);
    open("sma(5)", false);
    store.forming = Optional.of(moved(bar(WALK, 50), 101));
    open("sma(6)", false);
    open("sma(7)", true);

    assertThat(recorder.told)
        .extracting(it -> it.topic() + " " + it.opening() + " " + it.bar() + " " + it.closed())
        .containsExactly(
            "sma(5) true 49 true", "sma(6) true 50 false", "sma(7)|closed true 49 true");
    assertThat(recorder.told.getFirst().value()).isEqualTo(batch("sma(5)", WALK)[49]);
    assertThat(recorder.told.getLast().value()).isEqualTo(batch("sma(7)", WALK)[49]);
  }

  @Test
  void oneComputationServesBothWhoWantEveryChangeAndWhoWantsClosedBars() {
    seed(50);
    open("sma(5)", false);
    open("sma(5)", true);
    long begun = live.evaluations();
    recorder.told.clear();

    forming(moved(bar(WALK, 50), 101));
    closed(bar(WALK, 50));

    assertThat(recorder.told)
        .extracting(it -> it.topic() + " " + it.closed())
        .containsExactly("sma(5) false", "sma(5) true", "sma(5)|closed true");
    assertThat(live.evaluations() - begun).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 20, 31, 32, 33})
  void aCorrectionGivesWhatAComputationFromTheStartGives(int barsAgo) {
    seed(100);
    open("rsi(14)", false);
    for (int i = 100; i < 190; i++) {
      closed(bar(WALK, i));
    }
    recorder.told.clear();
    Bar corrected = moved(bar(WALK, 190 - barsAgo), 500);

    closed(corrected);
    closed(bar(WALK, 190));

    double[] batch = batch("rsi(14)", store.last(SPY, Interval.M1, 1000));
    assertThat(told(true)).extracting(Told::bar).isEqualTo(range(190 - barsAgo, 191));
    assertThat(told(true)).extracting(Told::value).isEqualTo(values(batch, 190 - barsAgo, 191));
  }

  @Test
  void aCorrectionOlderThanAllCheckpointsIsReadFromTheStore() {
    seed(300);
    open("rsi(14)", false);
    recorder.told.clear();

    closed(moved(bar(WALK, 3), 500));
    closed(bar(WALK, 300));

    double[] batch = batch("rsi(14)", store.last(SPY, Interval.M1, 1000));
    assertThat(told(true)).extracting(Told::bar).containsExactly(300);
    assertThat(told(true).getFirst().value()).isEqualTo(batch[300]);
  }

  @Test
  void anyMixOfBarsCorrectionsAndLateBarsEndsWithTheBitsOfTheBatch() {
    Random random = new Random(5);
    seed(40);
    open("rsi(14)", false);
    for (int i = 40; i < 500; i++) {
      if (random.nextInt(10) == 0) {
        // A minute without a trade, so far.
        continue;
      }
      forming(moved(bar(WALK, i), 100));
      closed(bar(WALK, i));
      int before = i - 1 - random.nextInt(12);
      if (random.nextInt(3) == 0) {
        closed(moved(bar(WALK, before), 90 + random.nextInt(20)));
      }
    }
    closed(bar(WALK, 500));

    BarSeries all = store.last(SPY, Interval.M1, 1000);
    assertThat(told(true).getLast().bar()).isEqualTo(500);
    assertThat(told(true).getLast().value()).isEqualTo(batch("rsi(14)", all)[all.size() - 1]);
  }

  @Test
  void aBarThatClosedBetweenTheStoreAndTheFirstChangeIsNotMissed() {
    seed(50);
    open("sma(5)", false);
    store.put(bar(WALK, 50));

    closed(bar(WALK, 51));

    assertThat(told(true)).extracting(Told::bar).containsExactly(50, 51);
    assertThat(told(true)).extracting(Told::value).isEqualTo(values(batch("sma(5)", WALK), 50, 52));
  }

  @Test
  void barsThatWaitTooLongAreReadFromTheStoreAndNoneIsMissed() {
    seed(50);
    open("rsi(14)", false);
    for (int i = 50; i < 400; i++) {
      store.put(bar(WALK, i));
      live.changed(SPY, Interval.M1, bar(WALK, i), true, Instant.EPOCH);
    }

    live.runReady();

    assertThat(told(true)).extracting(Told::bar).isEqualTo(range(50, 400));
    assertThat(told(true))
        .extracting(Told::value)
        .isEqualTo(values(batch("rsi(14)", WALK), 50, 400));
  }

  @Test
  void statesOfAFormingBarThatWaitReplaceEachOther() {
    seed(50);
    open("sma(5)", false);
    for (int i = 1; i <= 100; i++) {
      live.changed(SPY, Interval.M1, moved(bar(WALK, 50), 100 + i), false, Instant.EPOCH);
    }

    live.runReady();

    assertThat(told(false)).hasSize(1);
  }

  @Test
  void itWarmsUpUntilItsStartNoLongerShows() {
    open("sma(5)", false);

    for (int i = 0; i < 10; i++) {
      closed(bar(WALK, i));
    }

    assertThat(recorder.warmingUp).containsExactly(0, 1, 2, 3);
    assertThat(told(true).get(3).value()).isNaN();
  }

  @Test
  void signalsAreToldOnceAndAsTheBatchSeesThem() {
    String text = "crosses_above(close,sma(10))";
    seed(100);
    open(text, false);
    for (int i = 100; i < 400; i++) {
      closed(bar(WALK, i));
      // Told again, unchanged and then corrected without effect on the cross.
      closed(bar(WALK, i));
    }

    List<Integer> expected = new ArrayList<>();
    SignalRule rule = ((SignalResolution.Ready) SignalParser.parse(text)).rule();
    SignalWatch watch = rule.begin();
    for (int i = 0; i < 400; i++) {
      Bar bar = bar(WALK, i);
      int at = i;
      watch
          .step(i * Bars.MINUTE, bar.open(), bar.high(), bar.low(), bar.close(), bar.volume())
          .filter(event -> at >= 100)
          .ifPresent(event -> expected.add(at));
    }
    assertThat(told(true)).extracting(Told::bar).isEqualTo(expected);
    assertThat(recorder.told.getFirst().opening()).isTrue();
  }

  @Test
  void aTopicThatWasClosedIsToldNothingMore() {
    seed(50);
    open("sma(5)", false);
    open("sma(6)", false);
    live.close(SPY, Interval.M1, "sma(5)", false);
    live.runReady();
    recorder.told.clear();

    closed(bar(WALK, 50));
    live.close(SPY, Interval.M1, "sma(6)", false);
    closed(bar(WALK, 51));

    assertThat(recorder.told).extracting(Told::topic).containsExactly("sma(6)");
    assertThat(live.topics()).isZero();
  }

  @Test
  void aLineThatBeginsLaterHasTheBitsOfTheBatchToo() {
    seed(50);
    open("sma(5)", false);
    for (int i = 50; i < 120; i++) {
      closed(bar(WALK, i));
    }

    open("rsi(14)", false);
    closed(bar(WALK, 120));

    assertThat(recorder.told)
        .contains(new Told("rsi(14)", false, 120, true, batch("rsi(14)", WALK)[120]));
  }

  private static List<Integer> range(int from, int to) {
    return java.util.stream.IntStream.range(from, to).boxed().toList();
  }

  private static List<Double> values(double[] all, int from, int to) {
    return Arrays.stream(all, from, to).boxed().toList();
  }
}
