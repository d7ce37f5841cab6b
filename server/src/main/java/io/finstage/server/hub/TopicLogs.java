package io.finstage.server.hub;

import io.finstage.server.market.Symbol;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The logs of all topics: of the prices of every live symbol, at most a fixed number of them, and
 * of what is {@linkplain OpenTopics open on demand}. Thread-safe.
 */
final class TopicLogs {

  private final ConcurrentMap<Symbol, TopicLog> prices = new ConcurrentHashMap<>();
  private final OpenTopics onDemand;
  private final int symbolsMax;
  private final int ringMax;
  private final Set<Symbol> universe;
  private final String epoch;

  TopicLogs(HubConfig config, String epoch) {
    this.epoch = epoch;
    this.symbolsMax = config.symbolsMax();
    this.ringMax = config.ringMax();
    this.universe = config.universe();
    this.onDemand = new OpenTopics(config.onDemand());
  }

  /** Names this life of the sequences. */
  String epoch() {
    return epoch;
  }

  /** What is open because somebody listens. */
  OpenTopics onDemand() {
    return onDemand;
  }

  /** Whether the configuration lets {@code symbol} go live. */
  boolean knows(Symbol symbol) {
    return universe.isEmpty() || universe.contains(symbol);
  }

  /** The log of the prices of {@code symbol}; null while no source has named it. */
  @Nullable TopicLog get(Symbol symbol) {
    return prices.get(symbol);
  }

  /** The log of {@code topic}; null while it is not live, or not open. */
  @Nullable TopicLog get(Topic topic) {
    return topic.aspect().isOnDemand() ? onDemand.get(topic) : prices.get(topic.symbol());
  }

  /**
   * The log of the prices of {@code symbol}, opened if need be; null when there are as many as may
   * be.
   */
  @Nullable TopicLog open(Symbol symbol) {
    TopicLog known = prices.get(symbol);
    if (known != null) {
      return known;
    }
    synchronized (this) {
      if (prices.size() >= symbolsMax && !prices.containsKey(symbol)) {
        return null;
      }
      return prices.computeIfAbsent(
          symbol, name -> new TopicLog(Aspect.prices().of(name), ringMax, 0));
    }
  }

  /** The prices of every live symbol. */
  Collection<TopicLog> prices() {
    return prices.values();
  }

  /** Live symbols. */
  int size() {
    return prices.size();
  }
}
