package io.finstage.server;

import io.finstage.server.market.Symbol;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which source named a symbol first. Holds what the hub has taken, and so no more symbols than the
 * hub. Thread-safe.
 */
final class SymbolSources {

  private final Map<Symbol, String> names = new ConcurrentHashMap<>();

  /** {@code source} has had a tick of {@code symbol} taken. */
  void note(Symbol symbol, String source) {
    if (!names.containsKey(symbol)) {
      names.putIfAbsent(symbol, source);
    }
  }

  /** Name of the source; empty when there is none. */
  String of(Symbol symbol) {
    return names.getOrDefault(symbol, "");
  }
}
