package io.finstage.server.hub;

import io.finstage.server.market.Symbol;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The symbols that are live, at most a fixed number of them. Thread-safe. */
final class Channels {

  private final ConcurrentMap<Symbol, SymbolChannel> channels = new ConcurrentHashMap<>();
  private final int symbolsMax;
  private final int ringMax;
  private final Set<Symbol> universe;

  private final String epoch;

  Channels(HubConfig config, String epoch) {
    this.epoch = epoch;
    this.symbolsMax = config.symbolsMax();
    this.ringMax = config.ringMax();
    this.universe = config.universe();
  }

  /** Names this life of the sequences. */
  String epoch() {
    return epoch;
  }

  /** Whether the configuration lets {@code symbol} go live. */
  boolean knows(Symbol symbol) {
    return universe.isEmpty() || universe.contains(symbol);
  }

  /** The channel of {@code symbol}; null while no source has named it. */
  @Nullable SymbolChannel get(Symbol symbol) {
    return channels.get(symbol);
  }

  /** The channel of {@code symbol}, opened if need be; null when there are as many as may be. */
  @Nullable SymbolChannel open(Symbol symbol) {
    SymbolChannel known = channels.get(symbol);
    if (known != null) {
      return known;
    }
    synchronized (this) {
      if (channels.size() >= symbolsMax && !channels.containsKey(symbol)) {
        return null;
      }
      return channels.computeIfAbsent(symbol, name -> new SymbolChannel(name, ringMax));
    }
  }

  Collection<SymbolChannel> all() {
    return channels.values();
  }

  int size() {
    return channels.size();
  }
}
