package io.finstage.server.tasks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What this node runs, and who runs it. Only the loop changes it, but for crews; any thread reads
 * what is not a queue.
 */
final class Board {

  final Counts counts = new Counts();
  final Meter meter = new Meter();
  final Map<Long, Running> running = new ConcurrentHashMap<>();
  final List<Crew> crews = new CopyOnWriteArrayList<>();

  /** Attempts that are over, and not written yet. */
  final List<Running> ended = new ArrayList<>();

  /** When the next SCHEDULED task is due, as far as is known. */
  Instant dueAt = Instant.MIN;

  /** Since when the oldest READY task could run. */
  volatile Instant oldestReadyAt = Instant.MAX;

  private final TreeSet<Running> deadlines =
      new TreeSet<>(
          Comparator.comparing((Running it) -> it.deadline).thenComparingLong(it -> it.task.id()));
  private final Queue<Running> stopping = new ArrayDeque<>();

  /** An attempt begins. */
  void start(Running it, Instant at) {
    running.put(it.task.id(), it);
    deadlines.add(it);
    Instant since = it.task.runAt();
    meter.waits.record(Duration.between(since, at));
    it.crew.hands().start(it);
  }

  /** An attempt says that it is over. */
  void end(Op.End op) {
    Running it = running.get(op.id());
    if (it == null || it.task.token() != op.token() || it.ending != null) {
      if (it != null) {
        meter.count(it.kind(), "fenced");
      }
      op.done().complete(false);
      return;
    }
    end(it, op.ending(), op.done());
  }

  void end(Running it, Ending ending, @Nullable CompletableFuture<Boolean> done) {
    it.ending = ending;
    it.done = done;
    ended.add(it);
  }

  /** Tells it to stop; its slot comes back when it does, or when its grace is over. */
  void stop(Running it, Stop reason, Instant now, Duration grace) {
    if (it.ending == null && it.stop == null) {
      it.stop = reason;
      it.graceUntil = now.plus(grace);
      stopping.add(it);
      it.crew.hands().stop(it, reason);
    } else if (it.ending == null && reason == Stop.CANCELLED) {
      // It has timed out and does not listen yet: there will be no other attempt.
      it.stop = reason;
    }
  }

  /** Times out what is overdue, and takes back the slots of what does not listen. */
  void overdue(Instant now, Duration grace) {
    while (!deadlines.isEmpty() && !deadlines.first().deadline.isAfter(now)) {
      stop(deadlines.removeFirst(), Stop.TIMEOUT, now, grace);
    }
    Running stubborn = stopping.peek();
    while (stubborn != null && (stubborn.ending != null || !stubborn.graceUntil.isAfter(now))) {
      stopping.remove();
      if (stubborn.ending == null) {
        end(stubborn, new Ending.Failed("did not stop", true), null);
      }
      stubborn = stopping.peek();
    }
  }

  /** What became of it is on disk. */
  void forget(Running it) {
    running.remove(it.task.id(), it);
    deadlines.remove(it);
  }

  /** A crew has gone, and nobody knows how far its tasks were. */
  void leave(Crew crew) {
    crew.close();
    crews.remove(crew);
    for (Running it : running.values()) {
      if (it.crew == crew && it.ending == null) {
        end(it, new Ending.Lost(), null);
      }
    }
  }

  /** The queue closes, and what runs still goes back uncharged. */
  void handBack() {
    for (Running it : running.values()) {
      if (it.ending == null) {
        it.stop = it.stop == null ? Stop.CLOSING : it.stop;
        it.crew.hands().stop(it, it.stop);
        end(it, new Ending.Failed("the node closed", true), null);
      }
    }
  }

  /** Everything that runs here is somebody else's by now. */
  void loseAll() {
    for (Running it : running.values()) {
      meter.count(it.kind(), "fenced");
      it.crew.add(it.kind(), -1);
      if (it.ending == null) {
        it.ending = new Ending.Lost();
        it.crew.hands().stop(it, Stop.LOST);
      }
      if (it.done != null) {
        it.done.complete(false);
      }
    }
    running.clear();
    deadlines.clear();
    stopping.clear();
    ended.clear();
  }

  /** Age of the oldest task that could run, as it was seen lately. */
  Duration oldestReady(Instant now) {
    Instant since = oldestReadyAt;
    return counts.of(TaskState.READY) == 0 || since.isAfter(now)
        ? Duration.ZERO
        : Duration.between(since, now);
  }

  /** When an attempt is to be looked at. */
  Instant nextAt() {
    Running stubborn = stopping.peek();
    Instant a = deadlines.isEmpty() ? Instant.MAX : deadlines.first().deadline;
    Instant b = stubborn == null ? Instant.MAX : stubborn.graceUntil;
    return a.isBefore(b) ? a : b;
  }
}
