package io.finstage.client;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * A wish to hear of symbols. Immutable.
 *
 * @param symbols as their source spells them, or {@link #ALL}; at least one, each 1 to {@value
 *     #SYMBOL_LENGTH_MAX} characters; a repetition is dropped
 * @param delivery how updates are to come
 * @param snapshot whether the last price of each symbol comes first
 */
public record Subscription(List<String> symbols, Delivery delivery, boolean snapshot) {

  /** Stands for every symbol. */
  public static final String ALL = "*";

  /** Longest symbol that is sent, in characters; the server judges the rest of the syntax. */
  public static final int SYMBOL_LENGTH_MAX = 128;

  public Subscription {
    symbols = List.copyOf(new LinkedHashSet<>(symbols));
    if (symbols.isEmpty()) {
      throw new IllegalArgumentException("a subscription needs a symbol");
    }
    for (String symbol : symbols) {
      if (symbol.isEmpty() || symbol.length() > SYMBOL_LENGTH_MAX) {
        throw new IllegalArgumentException("not a symbol: '" + symbol + "'");
      }
    }
  }

  /** Every update of these symbols, with a snapshot first. */
  public static Subscription to(String symbol, String... more) {
    LinkedHashSet<String> symbols = new LinkedHashSet<>();
    symbols.add(symbol);
    symbols.addAll(List.of(more));
    return new Subscription(List.copyOf(symbols), Delivery.EVERY, true);
  }

  /** Every update of every symbol, with a snapshot first. */
  public static Subscription toAll() {
    return to(ALL);
  }

  /** The same symbols, delivered otherwise. */
  public Subscription delivered(Delivery other) {
    return new Subscription(symbols, other, snapshot);
  }

  /** The same symbols, from now on: the last prices are not sent first. */
  public Subscription withoutSnapshot() {
    return new Subscription(symbols, delivery, false);
  }
}
