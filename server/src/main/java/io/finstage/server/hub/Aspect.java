package io.finstage.server.hub;

import io.finstage.server.market.Interval;
import io.finstage.server.market.Symbol;

/** What of a symbol is listened to: together with the symbol it is a {@link Topic}. */
public sealed interface Aspect {

  /** Its prices: every quote and every trade. */
  record Prices() implements Aspect {

    @Override
    public Channel channel() {
      return Channel.PRICES;
    }

    @Override
    public String suffix() {
      return "";
    }
  }

  /**
   * Its bars.
   *
   * @param closedOnly only when they close or are corrected; else every change
   */
  record Bars(Interval interval, boolean closedOnly) implements Aspect {

    @Override
    public Channel channel() {
      return Channel.BARS;
    }

    @Override
    public String suffix() {
      return SEPARATOR + interval + (closedOnly ? CLOSED : "");
    }
  }

  /**
   * An indicator, or a signal, over its bars.
   *
   * @param text canonical short text, 1 to {@value #TEXT_MAX} characters: what is spelled in two
   *     ways would be two topics
   * @param closedOnly only of bars that are closed; else every change
   */
  record Indicator(Interval interval, String text, boolean closedOnly) implements Aspect {

    /** Longest text, in characters. */
    public static final int TEXT_MAX = 512;

    public Indicator {
      if (text.isEmpty() || text.length() > TEXT_MAX || text.contains(SEPARATOR)) {
        throw new IllegalArgumentException("not the text of an indicator: '" + text + "'");
      }
    }

    @Override
    public Channel channel() {
      return Channel.INDICATORS;
    }

    @Override
    public String suffix() {
      return SEPARATOR + interval + SEPARATOR + text + (closedOnly ? CLOSED : "");
    }
  }

  /** Stands between the parts of a topic's name, and in none of them. */
  String SEPARATOR = "|";

  /** End of the name where only closed bars count. */
  String CLOSED = SEPARATOR + "closed";

  /** The one that needs no more words. */
  static Aspect prices() {
    return new Prices();
  }

  Channel channel();

  /** What follows the symbol in a topic's name: nothing, {@code |1m}, {@code |1m|rsi(14)}. */
  String suffix();

  /** Of {@code symbol}. */
  default Topic of(Symbol symbol) {
    return new Topic(symbol, this);
  }

  /** Whether a topic is open only while somebody listens; prices are there anyway. */
  default boolean isOnDemand() {
    return channel() != Channel.PRICES;
  }
}
