package io.finstage.server.tasks;

import io.finstage.server.database.DatabaseException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells those who watch. The loop says which ids changed; one virtual thread reads these rows again
 * and tells of those that are newer than what was told. What changes twice in between is told once,
 * so that nobody who watches holds up the loop, and the ids that wait are bounded by the tasks that
 * are watched.
 */
final class Watchers {

  private static final System.Logger LOG = System.getLogger(Watchers.class.getName());
  private static final int READ_MAX = 256;
  private static final long POLL_NANOS = 500_000_000L;
  private static final int RETRY_SECONDS = 1;
  private static final int PENDING_MAX = 100_000;

  private final ListStore list;
  private final int max;
  private final boolean shared;
  private final AtomicInteger count = new AtomicInteger();
  private final Map<Long, List<Watch>> byId = new ConcurrentHashMap<>();
  private final List<Watch> byFilter = new CopyOnWriteArrayList<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition something = lock.newCondition();
  private final Set<Long> pending = new LinkedHashSet<>();
  private final List<Watch> fresh = new ArrayList<>();
  private final CountDownLatch ending = new CountDownLatch(1);
  private boolean closed;
  private boolean sweepDue;
  private final Thread thread = Thread.ofVirtual().name("task-watchers").unstarted(this::loop);

  Watchers(TaskStore store, ListStore list, int max) {
    this.list = list;
    this.max = max;
    this.shared = store.isShared();
  }

  void start() {
    thread.start();
    if (shared) {
      var _ = Thread.ofVirtual().name("task-watchers-clock").start(this::remind);
    }
  }

  /** However much changes here, other nodes are not forgotten. */
  private void remind() {
    try {
      while (!ending.await(POLL_NANOS, TimeUnit.NANOSECONDS)) {
        locked(() -> sweepDue = true);
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "only closing ends it", e);
    }
  }

  int count() {
    return count.get();
  }

  Optional<AutoCloseable> watch(Watch watch) {
    if (count.incrementAndGet() > max) {
      count.decrementAndGet();
      return Optional.empty();
    }
    if (watch.id() != 0) {
      byId.compute(
          watch.id(),
          (id, others) -> {
            List<Watch> all = others == null ? new CopyOnWriteArrayList<>() : others;
            all.add(watch);
            return all;
          });
    } else {
      byFilter.add(watch);
    }
    locked(() -> fresh.add(watch));
    return Optional.of(() -> drop(watch));
  }

  private void drop(Watch watch) {
    if (watch.close()) {
      count.decrementAndGet();
      byFilter.remove(watch);
      byId.computeIfPresent(
          watch.id(),
          (id, others) -> {
            others.remove(watch);
            return others.isEmpty() ? null : others;
          });
    }
  }

  /** Never waits. */
  void changed(List<Long> ids) {
    if (ids.isEmpty() || count.get() == 0) {
      return;
    }
    boolean all = !byFilter.isEmpty();
    Collection<Long> watched = all ? ids : ids.stream().filter(byId::containsKey).toList();
    if (!watched.isEmpty()) {
      locked(() -> {
        for (long id : watched) {
          // Beyond, only those who watch by filter miss something, until the task changes again.
          if (pending.size() < PENDING_MAX || byId.containsKey(id)) {
            pending.add(id);
          }
        }
      });
    }
  }

  void close() {
    ending.countDown();
    locked(() -> closed = true);
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      something.signal();
    } finally {
      lock.unlock();
    }
  }

  private void loop() {
    try {
      while (true) {
        List<Watch> first = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        if (!take(first, ids)) {
          return;
        }
        tell(first, ids);
        if (isSweepDue()) {
          sweep();
        }
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "only closing ends it", e);
    }
  }

  private boolean take(List<Watch> first, List<Long> ids) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (fresh.isEmpty() && pending.isEmpty() && !closed && !sweepDue) {
        something.await();
      }
      first.addAll(fresh);
      fresh.clear();
      var next = pending.iterator();
      while (next.hasNext() && ids.size() < READ_MAX) {
        ids.add(next.next());
        next.remove();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean isSweepDue() {
    lock.lock();
    try {
      boolean due = sweepDue;
      sweepDue = false;
      return due;
    } finally {
      lock.unlock();
    }
  }

  private void tell(List<Watch> first, List<Long> ids) throws InterruptedException {
    try {
      for (Watch watch : first) {
        list.first(watch).forEach(watch::tell);
      }
      for (Task task : list.byIds(ids)) {
        byFilter.forEach(watch -> watch.tell(task));
        byId.getOrDefault(task.id(), List.of()).forEach(watch -> watch.tell(task));
      }
    } catch (DatabaseException e) {
      LOG.log(Level.WARNING, "watched tasks could not be read: {0}", e.getMessage());
      locked(() -> {
        fresh.addAll(first);
        pending.addAll(ids);
      });
      // Until the database answers again.
      var _ = ending.await(RETRY_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Other nodes change tasks unheard: what is watched is looked at again. */
  private void sweep() throws InterruptedException {
    List<Long> ids = new ArrayList<>(byId.keySet());
    for (int i = 0; i < ids.size(); i += READ_MAX) {
      tell(List.of(), ids.subList(i, Math.min(ids.size(), i + READ_MAX)));
    }
    tell(byFilter, List.of());
  }
}
