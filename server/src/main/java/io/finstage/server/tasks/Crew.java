package io.finstage.server.tasks;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Slots, and the kinds that may have them. Only the loop changes what runs. */
final class Crew {

  private final String owner;
  private final Map<String, Integer> limits;
  private final Hands hands;
  private final Map<String, Integer> byKind = new HashMap<>();
  private volatile int slots;
  private volatile int running;
  private volatile boolean open = true;

  /**
   * @param owner for people
   * @param limits how many of each kind at a time
   */
  Crew(String owner, Map<String, Integer> limits, int slots, Hands hands) {
    this.owner = owner;
    this.limits = Map.copyOf(limits);
    this.slots = slots;
    this.hands = hands;
  }

  String owner() {
    return owner;
  }

  Hands hands() {
    return hands;
  }

  Set<String> kinds() {
    return limits.keySet();
  }

  int slots() {
    return slots;
  }

  /** From now on; what runs beyond stays. Any thread. */
  void slots(int count) {
    slots = count;
  }

  int running() {
    return running;
  }

  /** How many more of a kind it can run now. */
  int free(String kind) {
    int limit = open ? limits.getOrDefault(kind, 0) : 0;
    return Math.max(0, Math.min(slots - running, limit - byKind.getOrDefault(kind, 0)));
  }

  int free() {
    return open ? Math.max(0, slots - running) : 0;
  }

  boolean isOpen() {
    return open;
  }

  /** No more tasks; any thread. */
  void close() {
    open = false;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // only the loop writes it
  void add(String kind, int count) {
    running += count;
    byKind.merge(kind, count, Integer::sum);
  }
}
