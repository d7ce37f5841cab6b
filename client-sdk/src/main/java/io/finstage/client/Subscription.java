package io.finstage.client;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * A wish to hear of symbols: of their prices, unless it says otherwise. Immutable.
 *
 * @param symbols as their source spells them, or {@link #ALL}; at least one, each 1 to {@value
 *     #SYMBOL_LENGTH_MAX} characters; a repetition is dropped
 * @param delivery how updates are to come
 * @param snapshot whether the last state of each symbol comes first
 * @param channel what of the symbols; there are no indicators of {@link #ALL}
 */
public record Subscription(
    List<String> symbols, Delivery delivery, boolean snapshot, Channel channel) {

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

  /** A wish to hear of prices. */
  public Subscription(List<String> symbols, Delivery delivery, boolean snapshot) {
    this(symbols, delivery, snapshot, Channel.PRICES);
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

  /**
   * The bars of these symbols, as they form, close, or are corrected.
   *
   * @param interval width: 1s, 1m, 5m, 15m, 1h or 1d
   */
  public Subscription bars(String interval) {
    return of(new Channel.OfBars(interval, false));
  }

  /**
   * Indicators over the bars of these symbols. A signal counts as one, as in {@code
   * Indicator.of("crosses_above(ema(9),ema(21))")}.
   *
   * @param interval width of the bars: 1s, 1m, 5m, 15m, 1h or 1d
   * @param indicators 1 to {@value Channel.OfIndicators#INDICATORS_MAX}
   */
  public Subscription indicators(String interval, Indicator... indicators) {
    return of(new Channel.OfIndicators(interval, List.of(indicators), false));
  }

  /** The same bars or indicators, but only once a bar is closed; prices stay as they are. */
  public Subscription closedOnly() {
    if (channel instanceof Channel.OfBars bars) {
      return of(new Channel.OfBars(bars.interval(), true));
    } else if (channel instanceof Channel.OfIndicators it) {
      return of(new Channel.OfIndicators(it.interval(), it.indicators(), true));
    }
    return this;
  }

  /** The same symbols, delivered otherwise. */
  public Subscription delivered(Delivery other) {
    return new Subscription(symbols, other, snapshot, channel);
  }

  /** The same symbols, from now on: the last states are not sent first. */
  public Subscription withoutSnapshot() {
    return new Subscription(symbols, delivery, false, channel);
  }

  private Subscription of(Channel other) {
    return new Subscription(symbols, delivery, snapshot, other);
  }
}
