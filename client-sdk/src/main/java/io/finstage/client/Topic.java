package io.finstage.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What has sequences of its own: the prices of a symbol, its bars of one interval, an indicator or
 * a signal over them. Named as the contract does: {@code SPY}, {@code SPY|1m}, {@code
 * SPY|1m|rsi(14)}, with {@code |closed} behind where only closed bars count.
 *
 * @param symbol may be {@code *}
 * @param interval empty for prices
 * @param indicator empty for prices and bars
 */
record Topic(String symbol, String interval, String indicator, boolean closedOnly) {

  private static final String CLOSED = "closed";

  static Topic parse(String name) {
    if (name.indexOf('|') < 0) {
      return new Topic(name, "", "", false);
    }
    List<String> parts = Arrays.asList(name.split("\\|", -1));
    boolean closed = parts.size() > 2 && parts.get(parts.size() - 1).equals(CLOSED);
    int length = closed ? parts.size() - 1 : parts.size();
    return new Topic(parts.get(0), parts.get(1), length > 2 ? parts.get(2) : "", closed);
  }

  /** What a subscription to {@code channel} of {@code symbols} asks for, symbol by symbol. */
  static List<Topic> of(List<String> symbols, Channel channel) {
    List<Topic> topics = new ArrayList<>();
    for (String symbol : symbols) {
      if (channel instanceof Channel.OfIndicators it) {
        it.indicators()
            .forEach(indicator ->
                topics.add(new Topic(symbol, it.interval(), indicator.text(), it.closedOnly())));
      } else if (channel instanceof Channel.OfBars bars) {
        topics.add(new Topic(symbol, bars.interval(), "", bars.closedOnly()));
      } else {
        topics.add(new Topic(symbol, "", "", false));
      }
    }
    return topics;
  }

  static String name(String symbol, String interval, String indicator, boolean closedOnly) {
    if (interval.isEmpty()) {
      return symbol;
    }
    return symbol
        + '|'
        + interval
        + (indicator.isEmpty() ? "" : '|' + indicator)
        + (closedOnly ? '|' + CLOSED : "");
  }

  String name() {
    return name(symbol, interval, indicator, closedOnly);
  }

  boolean isPrices() {
    return interval.isEmpty();
  }

  boolean isOfIndicator() {
    return !indicator.isEmpty();
  }

  /** The same of every symbol. */
  Topic ofAll() {
    return new Topic(Subscription.ALL, interval, indicator, closedOnly);
  }
}
