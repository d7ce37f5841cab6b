package io.finstage.server.bars;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * Brings closed bars from the engine into the store. What the database refuses, because its disk is
 * full or its server is gone, is kept and tried again, oldest first; when more waits than may, the
 * oldest is given up and counted. Owned by the engine's thread, except for what is counted.
 */
final class BarJournal {

  private static final System.Logger LOG = System.getLogger(BarJournal.class.getName());

  private final BarStore store;
  private final int storeMax;
  private final Deque<List<SymbolBar>> refused = new ArrayDeque<>();
  private final ConcurrentLinkedQueue<List<SymbolBar>> failures = new ConcurrentLinkedQueue<>();
  private final LongAdder givenUp = new LongAdder();
  private List<SymbolBar> gathered = new ArrayList<>();
  private int refusedBars;
  private boolean failing;
  private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

  /**
   * @param storeMax bars that wait to be written, or to be tried again
   */
  BarJournal(BarStore store, int storeMax) {
    this.store = store;
    this.storeMax = storeMax;
  }

  void add(BarChange change) {
    gathered.add(new SymbolBar(change.symbol(), change.interval(), change.bar()));
  }

  /**
   * Whether the engine should wait before it builds more: the database is behind, but takes what it
   * is given.
   */
  boolean isFull() {
    return !failing && store.waiting() > storeMax;
  }

  /** Hands what was gathered to the store. Waits only while too many writes wait. */
  void flush() {
    collectFailures();
    if (!gathered.isEmpty()) {
      List<SymbolBar> bars = gathered;
      gathered = new ArrayList<>();
      if (failing) {
        keep(bars);
      } else {
        append(bars);
      }
    }
  }

  /** From time to time: sees whether the database takes again what it refused. Does not wait. */
  void retry() {
    collectFailures();
    if (!failing || !last.isDone()) {
      return;
    }
    if (last.isCompletedExceptionally()) {
      append(takeOldest());
    } else {
      LOG.log(Level.INFO, "the database takes bars again");
      failing = false;
      while (!refused.isEmpty()) {
        append(takeOldest());
      }
    }
  }

  /** Waits until all is committed, or refused once more. */
  void close() {
    flush();
    waitForLast();
    while (!refused.isEmpty()) {
      append(takeOldest());
    }
    waitForLast();
    if (!refused.isEmpty()) {
      LOG.log(Level.ERROR, "the database does not take {0} bars: they are lost", refusedBars);
      givenUp.add(refusedBars);
    }
  }

  /** Bars that were given up; any thread. */
  long givenUp() {
    return givenUp.sum();
  }

  private void append(List<SymbolBar> bars) {
    last =
        store
            .append(bars, Origin.BUILT)
            .whenComplete((ignored, failure) -> {
              if (failure != null) {
                failures.add(bars);
              }
            });
  }

  private List<SymbolBar> takeOldest() {
    List<SymbolBar> bars = refused.removeFirst();
    refusedBars -= bars.size();
    return bars;
  }

  private void waitForLast() {
    try {
      last.join();
    } catch (CompletionException e) {
      LOG.log(Level.DEBUG, "not written, kept", e);
    }
    collectFailures();
  }

  private void collectFailures() {
    List<SymbolBar> bars = failures.poll();
    while (bars != null) {
      if (!failing) {
        LOG.log(Level.WARNING, "the database refuses bars; they are kept and tried again");
      }
      failing = true;
      keep(bars);
      bars = failures.poll();
    }
  }

  private void keep(List<SymbolBar> bars) {
    store.note(bars);
    refused.addLast(bars);
    refusedBars += bars.size();
    while (refusedBars > storeMax && refused.size() > 1) {
      givenUp.add(takeOldest().size());
    }
  }
}
