package io.finstage.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the user has subscribed to, whether or not there is a connection: after a reconnect all of
 * it is asked for again. Belongs to one thread.
 */
final class WantedSymbols {

  /**
   * How a symbol is wanted.
   *
   * @param snapshot whether its last price is to come first
   */
  record Wish(Delivery delivery, boolean snapshot) {}

  private final Map<String, Wish> wishes = new LinkedHashMap<>();

  /** Adds the symbols; returns how they were wanted before, with null for not at all. */
  Map<String, @Nullable Wish> add(List<String> symbols, Wish wish) {
    Map<String, @Nullable Wish> before = new LinkedHashMap<>();
    for (String symbol : symbols) {
      before.put(symbol, wishes.put(symbol, wish));
    }
    return before;
  }

  /** Takes back an {@link #add} that the server refused, unless the user has changed it since. */
  void undo(Map<String, @Nullable Wish> before, Wish refused) {
    before.forEach((symbol, wish) -> {
      if (refused.equals(wishes.get(symbol))) {
        if (wish == null) {
          wishes.remove(symbol);
        } else {
          wishes.put(symbol, wish);
        }
      }
    });
  }

  /** Removes the symbols; {@code *} removes all. */
  void remove(List<String> symbols) {
    if (symbols.contains(Subscription.ALL)) {
      wishes.clear();
    }
    symbols.forEach(wishes::remove);
  }

  /** Whether updates of {@code symbol} are expected. */
  boolean covers(String symbol) {
    return wishes.containsKey(symbol) || wishes.containsKey(Subscription.ALL);
  }

  /**
   * Whether {@code symbol} is held back by an interval, so that its newest may still be to come.
   */
  boolean isPaced(String symbol) {
    Wish wish = wishes.get(symbol);
    if (wish == null) {
      wish = wishes.get(Subscription.ALL);
    }
    return wish != null && wish.delivery() instanceof Delivery.Interval;
  }

  /** Whether all symbols are wanted, with the last price of each. */
  boolean isAllWithSnapshot() {
    Wish wish = wishes.get(Subscription.ALL);
    return wish != null && wish.snapshot();
  }

  int size() {
    return wishes.size();
  }

  /** The symbols by the way they are wanted, in the order of their subscription. */
  Map<Wish, List<String>> groups() {
    Map<Wish, List<String>> groups = new LinkedHashMap<>();
    wishes.forEach(
        (symbol, wish) -> groups.computeIfAbsent(wish, w -> new ArrayList<>()).add(symbol));
    return groups;
  }
}
