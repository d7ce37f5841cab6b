package io.finstage.client;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is open on a client, so that all of it ends with the client. Thread-safe. */
final class Openings {

  private final int max;
  private final Map<Object, Runnable> cuts = new ConcurrentHashMap<>();

  Openings(int max) {
    this.max = max;
  }

  /**
   * To be asked before something is opened.
   *
   * @throws IllegalStateException when as many as may are open
   */
  void checkRoom() {
    if (cuts.size() >= max) {
      throw new IllegalStateException(
          max + " feeds, publishers, watches and workers are open already");
    }
  }

  /**
   * Takes it in.
   *
   * @param cut ends it without waiting
   */
  void add(Object opened, Runnable cut) {
    cuts.put(opened, cut);
  }

  void remove(Object closed) {
    cuts.remove(closed);
  }

  void cutAll() {
    List.copyOf(cuts.values()).forEach(Runnable::run);
  }
}
