package io.finstage.server.alerts;

import io.finstage.server.database.DatabaseException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The alerts that were resolved lately, and what of all alerts is not in the database yet, with
 * what is to be told of it. What the database does not take is tried again with the next turn;
 * alerts go on meanwhile. Nobody waits for it. Not thread-safe.
 */
final class AlertShelf {

  private static final System.Logger LOG = System.getLogger(AlertShelf.class.getName());

  private final AlertStore store;
  private final int keepResolved;
  private final Notifier notifier;

  /** Newest first. */
  private final Deque<Alert> resolved = new ArrayDeque<>();

  private final Map<Long, Alert> unsaved = new HashMap<>();
  private final Set<Long> unforgotten = new HashSet<>();
  private CompletableFuture<Integer> saving = CompletableFuture.completedFuture(0);
  private List<Alert> beingSaved = List.of();
  private List<Long> beingForgotten = List.of();
  private List<Notification> untold = new ArrayList<>();
  private List<Notification> beingTold = List.of();
  private boolean failing;

  AlertShelf(AlertStore store, int keepResolved, Notifier notifier) {
    this.store = store;
    this.keepResolved = keepResolved;
    this.notifier = notifier;
  }

  /** Resolved ones of an earlier life, newest first. */
  void restore(Collection<Alert> kept) {
    kept.forEach(resolved::addLast);
    trim();
  }

  /** Newest first. */
  Collection<Alert> resolved() {
    return resolved;
  }

  /** An alert has changed. One that never fired is not kept. */
  void put(Alert alert) {
    if (!alert.hasFired()) {
      return;
    }
    unsaved.put(alert.id(), alert);
    if (!alert.isOpen()) {
      resolved.addFirst(alert);
      trim();
    }
  }

  /** So much is to be told, as far as there is room. */
  void tell(List<Notification> notifications) {
    notifications.stream().filter(notifier::reserve).forEach(untold::add);
  }

  /** Begins to save what has changed, unless it is at that still. */
  void save() {
    if (!saving.isDone()) {
      return;
    }
    if (saving.isCompletedExceptionally()) {
      beingSaved.forEach(alert -> unsaved.putIfAbsent(alert.id(), alert));
      unforgotten.addAll(beingForgotten);
      unforgotten.forEach(unsaved::remove);
      untold.addAll(0, beingTold);
      note(true);
    } else {
      note(false);
    }
    beingSaved = new ArrayList<>(unsaved.values());
    beingForgotten = new ArrayList<>(unforgotten);
    beingTold = untold;
    unsaved.clear();
    unforgotten.clear();
    untold = new ArrayList<>();
    if (beingSaved.isEmpty() && beingForgotten.isEmpty() && beingTold.isEmpty()) {
      saving = CompletableFuture.completedFuture(0);
      return;
    }
    saving = store.change(beingSaved, beingForgotten, beingTold);
    List<Notification> kept = beingTold;
    var _ = saving.thenRun(() -> notifier.handOver(kept));
  }

  /** Saves what has changed, and waits for it. */
  void saveAll() {
    await();
    save();
    await();
    note(saving.isCompletedExceptionally());
  }

  private void await() {
    try {
      saving.handle((done, failed) -> done).join();
    } catch (DatabaseException e) {
      LOG.log(Level.DEBUG, "alerts could not be saved", e);
    }
  }

  private void trim() {
    while (resolved.size() > keepResolved) {
      long id = resolved.removeLast().id();
      unsaved.remove(id);
      unforgotten.add(id);
    }
  }

  /** One line when it begins, one when it is over. */
  private void note(boolean failed) {
    if (failed != failing) {
      failing = failed;
      LOG.log(
          failed ? Level.WARNING : Level.INFO,
          failed ? "alerts cannot be saved now; it is tried again" : "alerts are saved again");
    }
  }
}
