package io.finstage.server.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.market.Symbol;
import io.finstage.server.market.Tick;
import io.finstage.server.market.Trade;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventOrderTest {

  private static final Instant NOW = Instant.ofEpochMilli(200_000);

  private final EventOrder order = new EventOrder(Duration.ofSeconds(5), 2);

  @Test
  void letsATickPassThatIsBehindByTheTolerance() {
    assertThat(order.check(tick("SPY", 100_000), NOW)).isEmpty();
    assertThat(order.check(tick("SPY", 95_000), NOW)).isEmpty();
  }

  @Test
  void refusesATickThatIsBehindByMoreThanTheTolerance() {
    order.check(tick("SPY", 100_000), NOW);
    assertThat(order.check(tick("SPY", 94_999), NOW))
        .hasValueSatisfying(refused -> {
          assertThat(refused.reason()).isEqualTo(RefusalReason.TIMESTAMP_BACKWARD);
          assertThat(refused.field()).isEqualTo("timestamp");
        });
  }

  @Test
  void measuresFromTheNewestTickNotFromTheLast() {
    order.check(tick("SPY", 100_000), NOW);
    order.check(tick("SPY", 96_000), NOW);
    assertThat(order.check(tick("SPY", 94_000), NOW)).isPresent();
  }

  @Test
  void keepsEverySymbolToItsOwnTime() {
    order.check(tick("SPY", 100_000), NOW);
    assertThat(order.check(tick("IBM", 1_000), NOW)).isEmpty();
  }

  @Test
  void letsSymbolsBeyondItsLimitPass() {
    order.check(tick("SPY", 100_000), NOW);
    order.check(tick("IBM", 100_000), NOW);
    order.check(tick("BAC", 100_000), NOW);
    assertThat(order.check(tick("BAC", 1_000), NOW)).isEmpty();
  }

  @Test
  void beginsAnewWhenTheClockWasSetBack() {
    order.check(tick("SPY", 100_000), NOW);
    Instant setBack = Instant.ofEpochMilli(50_000);
    assertThat(order.check(tick("SPY", 50_000), setBack)).isEmpty();
    assertThat(order.check(tick("SPY", 44_000), NOW)).isPresent();
  }

  private static Tick tick(String symbol, long millis) {
    return new Trade(new Symbol(symbol), 1, 1, Instant.ofEpochMilli(millis));
  }
}
