package io.finstage.server.feed.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.finstage.server.feed.ManualTime;
import io.finstage.server.feed.RecordingIntake;
import io.finstage.server.market.Quote;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Tick;
import io.finstage.server.market.Trade;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SimulatedSourceTest {

  private static final List<Symbol> SYMBOLS =
      List.of(new Symbol("SPY"), new Symbol("IBM"), new Symbol("BTC-USD"));

  @Test
  void makesTheSameTicksFromTheSameSeed() {
    assertThat(ticks(config(1000, "0.01", 42), 3)).isEqualTo(ticks(config(1000, "0.01", 42), 3));
  }

  @Test
  void makesOtherTicksFromAnotherSeed() {
    assertThat(ticks(config(1000, "0.01", 42), 1)).isNotEqualTo(ticks(config(1000, "0.01", 43), 1));
  }

  @Test
  void emitsAtItsRate() {
    assertThat(ticks(config(1000, "0.01", 42), 10)).hasSize(10_001);
  }

  @Test
  void emitsHighRatesInBursts() {
    assertThat(ticks(config(200_000, "0.01", 42), 1)).hasSize(200_001);
  }

  @Test
  void spacesTheTimesOfTicksEvenly() {
    assertThat(ticks(config(4, "0.01", 42), 1))
        .extracting(tick -> Duration.between(ManualTime.START, tick.at()).toMillis())
        .containsExactly(0L, 250L, 500L, 750L, 1000L);
  }

  @Test
  void catchesUpWithItsScheduleAfterALateWakeUp() {
    ManualTime time = new ManualTime(Duration.ofSeconds(2));
    RecordingIntake intake = stallingOnce(time, Duration.ofMillis(900));
    run(config(100, "0.01", 42), time, intake);
    assertThat(intake.ticks).hasSize(201);
  }

  @Test
  void doesNotFloodWhoHeldItUpForLong() {
    ManualTime time = new ManualTime(Duration.ofSeconds(20));
    RecordingIntake intake = stallingOnce(time, Duration.ofSeconds(18));
    run(config(100, "0.01", 42), time, intake);
    assertThat(intake.ticks).hasSizeBetween(150, 301);
  }

  @Test
  void goesOnWhereTheLastRunEnded() {
    ManualTime time = new ManualTime(Duration.ofSeconds(1));
    SimulatedSource source = new SimulatedSource(config(10, "0.01", 42), time, time);
    RecordingIntake intake = new RecordingIntake();
    assertThatThrownBy(() -> source.run(intake)).isInstanceOf(InterruptedException.class);
    assertThatThrownBy(() -> source.run(intake)).isInstanceOf(InterruptedException.class);
    assertThat(intake.ticks)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("at")
        .isEqualTo(ticks(config(11, "0.01", 42), 1));
  }

  @Test
  void roundsPricesToTheTickSize() {
    BigDecimal tickSize = new BigDecimal("0.025");
    assertThat(ticks(config(1000, "0.025", 42), 3).stream().flatMapToDouble(this::prices).boxed())
        .allSatisfy(price ->
            assertThat(new BigDecimal(Double.toString(price)).remainder(tickSize)).isZero());
  }

  @Test
  void keepsTheBidBelowTheAskAndPricesPositive() {
    assertThat(ticks(config(10_000, "1", 42), 2))
        .allSatisfy(
            tick -> assertThat(prices(tick).boxed().toList()).isSorted().allMatch(p -> p > 0));
  }

  @Test
  void startsEverySymbolWithATrade() {
    Map<Symbol, Tick> first = new HashMap<>();
    ticks(config(1000, "0.01", 42), 1).forEach(tick -> first.putIfAbsent(tick.symbol(), tick));
    assertThat(first.keySet()).containsExactlyInAnyOrderElementsOf(SYMBOLS);
    assertThat(first.values()).allMatch(Trade.class::isInstance);
  }

  @Test
  void keepsTheTestSymbolMovingTwiceASecond() {
    assertThat(ticks(SimulatedConfig.testSymbol(), 10))
        .hasSize(21)
        .allMatch(tick -> tick.symbol().equals(new Symbol("TEST")));
  }

  @Test
  void bearsASilenceOfSeveralTicksOfASlowWalk() {
    ManualTime time = new ManualTime(Duration.ZERO);
    assertThat(new SimulatedSource(config(0.1, "0.01", 42), time, time).silenceMax())
        .contains(Duration.ofSeconds(40));
  }

  @Test
  void refusesASymbolNamedTwice() {
    assertThatThrownBy(() ->
            new SimulatedConfig(
                "simulated", List.of(new Symbol("A"), new Symbol("A")), 1, BigDecimal.ONE, 1))
        .hasMessageContaining("feed.simulated.symbols");
  }

  private static SimulatedConfig config(double rate, String tickSize, long seed) {
    return new SimulatedConfig("simulated", SYMBOLS, rate, new BigDecimal(tickSize), seed);
  }

  private static List<Tick> ticks(SimulatedConfig config, int seconds) {
    RecordingIntake intake = new RecordingIntake();
    run(config, new ManualTime(Duration.ofSeconds(seconds)), intake);
    return intake.ticks;
  }

  private static void run(SimulatedConfig config, ManualTime time, RecordingIntake intake) {
    assertThatThrownBy(() -> new SimulatedSource(config, time, time).run(intake))
        .isInstanceOf(InterruptedException.class);
  }

  private static RecordingIntake stallingOnce(ManualTime time, Duration stall) {
    boolean[] stalled = {false};
    return new RecordingIntake(_ -> {
      if (!stalled[0]) {
        stalled[0] = true;
        time.advance(stall);
      }
    });
  }

  private DoubleStream prices(Tick tick) {
    return switch (tick) {
      case Trade trade -> DoubleStream.of(trade.price());
      case Quote quote -> DoubleStream.of(quote.bid(), quote.ask());
    };
  }
}
