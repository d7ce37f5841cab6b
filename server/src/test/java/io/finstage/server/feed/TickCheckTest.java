package io.finstage.server.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.finstage.server.feed.CheckedTick.Accepted;
import io.finstage.server.feed.CheckedTick.Refused;
import io.finstage.server.market.Quote;
import io.finstage.server.market.Symbol;
import io.finstage.server.market.Trade;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TickCheckTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.5Z");
  private static final long SECOND = NOW.getEpochSecond();

  private final TickCheck check = new TickCheck(TickLimits.defaults());

  @Test
  void acceptsATrade() {
    assertThat(check.check(new RawTick("SPY", 167.41, 100.0, null, null, SECOND, 7), NOW))
        .isEqualTo(
            new Accepted(
                new Trade(new Symbol("SPY"), 167.41, 100, Instant.ofEpochSecond(SECOND, 7))));
  }

  @Test
  void acceptsAQuoteThatCrosses() {
    assertThat(check.check(new RawTick("EUR/USD", null, null, 1.2, 1.1, SECOND, 0), NOW))
        .isEqualTo(
            new Accepted(
                new Quote(new Symbol("EUR/USD"), 1.2, 1.1, Instant.ofEpochSecond(SECOND))));
  }

  @Test
  void givesATickWithoutTimeTheTimeOfTheServer() {
    assertThat(check.check(new RawTick("SPY", 1.0, 0.0, null, null, null, -1), NOW))
        .isEqualTo(new Accepted(new Trade(new Symbol("SPY"), 1, 0, NOW)));
  }

  @Test
  void turnsASizeOfNegativeZeroIntoZero() {
    assertThat(check.check(new RawTick("SPY", 1.0, -0.0, null, null, null, 0), NOW))
        .isEqualTo(new Accepted(new Trade(new Symbol("SPY"), 1, 0.0, NOW)));
  }

  @Test
  void acceptsATimeAheadByTheTolerance() {
    assertThat(check.check(new RawTick("SPY", 1.0, 1.0, null, null, SECOND + 60, 500_000_000), NOW))
        .isInstanceOf(Accepted.class);
  }

  @Test
  void describesAHostileSymbolInOneLine() {
    Refused refused = TickCheck.symbolInvalid("A\r\nB\u0000" + "x".repeat(10_000));
    assertThat(refused.description())
        .startsWith("not a symbol: 'A\\u000d\\u000aB\\u0000xxx")
        .doesNotContain("\n")
        .hasSizeLessThan(400);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        tick("", 1.0, 1.0, null, null, SECOND, 0, "symbol", "SYMBOL_INVALID"),
        tick("A B", 1.0, 1.0, null, null, SECOND, 0, "symbol", "SYMBOL_INVALID"),
        tick("SPY\n", 1.0, 1.0, null, null, SECOND, 0, "symbol", "SYMBOL_INVALID"),
        tick("x".repeat(33), 1.0, 1.0, null, null, SECOND, 0, "symbol", "SYMBOL_INVALID"),
        tick("SPY", null, null, null, null, SECOND, 0, "price", "NEITHER_TRADE_NOR_QUOTE"),
        tick("SPY", 1.0, 1.0, 1.0, 1.0, SECOND, 0, "bid", "TRADE_AND_QUOTE"),
        tick("SPY", null, 1.0, null, 1.0, SECOND, 0, "ask", "TRADE_AND_QUOTE"),
        tick("SPY", null, 1.0, null, null, SECOND, 0, "price", "PRICE_MISSING"),
        tick("SPY", 1.0, null, null, null, SECOND, 0, "size", "SIZE_MISSING"),
        tick("SPY", null, null, null, 1.0, SECOND, 0, "bid", "BID_MISSING"),
        tick("SPY", null, null, 1.0, null, SECOND, 0, "ask", "ASK_MISSING"),
        tick("SPY", Double.NaN, 1.0, null, null, SECOND, 0, "price", "PRICE_NOT_FINITE"),
        tick("SPY", 1.0 / 0, 1.0, null, null, SECOND, 0, "price", "PRICE_NOT_FINITE"),
        tick("SPY", -1.0 / 0, 1.0, null, null, SECOND, 0, "price", "PRICE_NOT_FINITE"),
        tick("SPY", 0.0, 1.0, null, null, SECOND, 0, "price", "PRICE_NOT_POSITIVE"),
        tick("SPY", -0.0, 1.0, null, null, SECOND, 0, "price", "PRICE_NOT_POSITIVE"),
        tick("SPY", -1.0, 1.0, null, null, SECOND, 0, "price", "PRICE_NOT_POSITIVE"),
        tick("SPY", 1e300, 1.0, null, null, SECOND, 0, "price", "PRICE_TOO_LARGE"),
        tick("SPY", 1.0, Double.NaN, null, null, SECOND, 0, "size", "SIZE_NOT_FINITE"),
        tick("SPY", 1.0, 1.0 / 0, null, null, SECOND, 0, "size", "SIZE_NOT_FINITE"),
        tick("SPY", 1.0, -1.0, null, null, SECOND, 0, "size", "SIZE_NEGATIVE"),
        tick("SPY", 1.0, 1.1e15, null, null, SECOND, 0, "size", "SIZE_TOO_LARGE"),
        tick("SPY", null, null, Double.NaN, 1.0, SECOND, 0, "bid", "BID_NOT_FINITE"),
        tick("SPY", null, null, 0.0, 1.0, SECOND, 0, "bid", "BID_NOT_POSITIVE"),
        tick("SPY", null, null, 2e15, 1.0, SECOND, 0, "bid", "BID_TOO_LARGE"),
        tick("SPY", null, null, 1.0, 1.0 / 0, SECOND, 0, "ask", "ASK_NOT_FINITE"),
        tick("SPY", null, null, 1.0, -1.0, SECOND, 0, "ask", "ASK_NOT_POSITIVE"),
        tick("SPY", null, null, 1.0, 2e15, SECOND, 0, "ask", "ASK_TOO_LARGE"),
        tick("SPY", 1.0, 1.0, null, null, SECOND, -1, "timestamp", "TIMESTAMP_INVALID"),
        tick("SPY", 1.0, 1.0, null, null, SECOND, 1_000_000_000, "timestamp", "TIMESTAMP_INVALID"),
        tick("SPY", 1.0, 1.0, null, null, -1L, 0, "timestamp", "TIMESTAMP_TOO_OLD"),
        tick("SPY", 1.0, 1.0, null, null, Long.MIN_VALUE, 0, "timestamp", "TIMESTAMP_TOO_OLD"),
        tick("SPY", 1.0, 1.0, null, null, SECOND + 61, 0, "timestamp", "TIMESTAMP_IN_FUTURE"),
        tick("SPY", 1.0, 1.0, null, null, SECOND * 1000, 0, "timestamp", "TIMESTAMP_IN_FUTURE"),
        tick("SPY", 1.0, 1.0, null, null, Long.MAX_VALUE, 0, "timestamp", "TIMESTAMP_IN_FUTURE"));
  }

  @ParameterizedTest(name = "{0} is refused: {1} {2}")
  @MethodSource("faults")
  void refusesWithTheFieldAndTheReason(RawTick raw, String field, String reason) {
    assertThat(check.check(raw, NOW))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.field()).isEqualTo(field);
              assertThat(refused.reason().name()).isEqualTo(reason);
              assertThat(refused.description()).isNotBlank();
            });
  }

  private static Arguments tick(
      String symbol,
      @Nullable Double price,
      @Nullable Double size,
      @Nullable Double bid,
      @Nullable Double ask,
      Long second,
      int nanos,
      String field,
      String reason) {
    return arguments(new RawTick(symbol, price, size, bid, ask, second, nanos), field, reason);
  }
}
