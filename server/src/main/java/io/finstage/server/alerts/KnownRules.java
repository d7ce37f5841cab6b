package io.finstage.server.alerts;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rules as they are in the database, and the built-in ones that nobody has changed.
 * Thread-safe.
 */
final class KnownRules {

  private final AlertStore store;
  private final List<AlertRule> builtIn;

  KnownRules(AlertStore store, List<AlertRule> builtIn) {
    this.store = store;
    this.builtIn = List.copyOf(builtIn);
  }

  /** By name. Waits for the database. */
  Map<String, AlertRule> read() {
    Map<String, AlertRule> known = new TreeMap<>();
    builtIn.forEach(rule -> known.put(rule.name(), rule));
    for (AlertRule rule : store.rules()) {
      // One that nobody has changed is as this version has it.
      if (!rule.builtIn() || known.containsKey(rule.name())) {
        known.put(rule.name(), rule);
      }
    }
    return known;
  }
}
