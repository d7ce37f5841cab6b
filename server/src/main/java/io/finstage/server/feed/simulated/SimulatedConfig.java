package io.finstage.server.feed.simulated;

import io.finstage.server.market.Symbol;
import java.math.BigDecimal;
import java.util.List;

/**
 * Settings of a simulated source.
 *
 * @param name of the source, for logs and readings
 * @param symbols at least one, at most {@value #SYMBOLS_MAX}
 * @param rate ticks per second of all symbols together, above zero, at most {@value #RATE_MAX}
 * @param tickSize prices are multiples of it: above zero, at most 1, at most 8 decimals
 * @param seed the same seed makes the same ticks
 */
public record SimulatedConfig(
    String name, List<Symbol> symbols, double rate, BigDecimal tickSize, long seed) {

  static final int SYMBOLS_MAX = 100_000;
  static final int RATE_MAX = 10_000_000;
  private static final int DECIMALS_MAX = 8;

  public SimulatedConfig {
    symbols = List.copyOf(symbols);
    if (symbols.isEmpty() || symbols.size() > SYMBOLS_MAX) {
      throw new IllegalArgumentException(
          "feed.simulated.symbols must be 1 to " + SYMBOLS_MAX + ", not " + symbols.size());
    }
    if (symbols.stream().distinct().count() != symbols.size()) {
      throw new IllegalArgumentException("feed.simulated.symbols names a symbol twice");
    }
    if (!(rate > 0 && rate <= RATE_MAX)) {
      throw new IllegalArgumentException(
          "feed.simulated.rate must be above 0, at most " + RATE_MAX + ", not " + rate);
    }
    tickSize = tickSize.stripTrailingZeros();
    if (tickSize.signum() <= 0
        || tickSize.compareTo(BigDecimal.ONE) > 0
        || tickSize.scale() > DECIMALS_MAX) {
      throw new IllegalArgumentException(
          "feed.simulated.tick-size must be above 0, at most 1, with at most "
              + DECIMALS_MAX
              + " decimals, not "
              + tickSize.toPlainString());
    }
  }

  /** The symbol {@code TEST}, two ticks a second: a client can be tried at any hour. */
  public static SimulatedConfig testSymbol() {
    return new SimulatedConfig("test", List.of(new Symbol("TEST")), 2, new BigDecimal("0.01"), 1);
  }
}
