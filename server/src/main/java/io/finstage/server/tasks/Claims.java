package io.finstage.server.tasks;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Gives waiting tasks to free slots, lowest ord first, whatever their kinds. Kinds are merged: the
 * one with the lowest head is claimed up to the head of the next.
 */
final class Claims {

  private final Board board;
  private final TaskStore store;
  private final InstantSource clock;
  private long node;

  Claims(Board board, TaskStore store, InstantSource clock) {
    this.board = board;
    this.store = store;
    this.clock = clock;
  }

  /** The life of this node that claimed rows name. */
  long node() {
    return node;
  }

  void node(long life) {
    this.node = life;
  }

  private record Head(String kind, long ord) {}

  /** Whether something may wait that a free slot could have. */
  boolean isWorthwhile() {
    for (Crew crew : board.crews) {
      if (crew.free() > 0) {
        for (String kind : crew.kinds()) {
          if (board.counts.ready(kind) > 0 && crew.free(kind) > 0) {
            return true;
          }
        }
      }
    }
    return false;
  }

  void claim(Turn turn) {
    for (Crew crew : board.crews) {
      if (crew.free() > 0) {
        claim(turn, crew);
      }
    }
  }

  private void claim(Turn turn, Crew crew) {
    List<Head> heads = new ArrayList<>();
    for (String kind : crew.kinds()) {
      if (crew.free(kind) > 0 && ready(turn, kind) > 0) {
        head(turn, kind).ifPresent(heads::add);
      }
    }
    while (!heads.isEmpty() && crew.free() > 0) {
      heads.sort(Comparator.comparingLong(Head::ord));
      Head first = heads.removeFirst();
      long ordMax = heads.isEmpty() ? Long.MAX_VALUE : heads.getFirst().ord;
      int max = crew.free(first.kind);
      List<Task> claimed =
          store.claim(turn.sql(), first.kind, ordMax, max, crew.owner(), node, turn.now());
      for (Task task : claimed) {
        turn.delta().move(first.kind, TaskState.READY, TaskState.RUNNING);
        turn.changed(task.id());
        turn.occupy(crew, first.kind, 1);
        start(turn, task, crew);
      }
      if (!claimed.isEmpty() && crew.free(first.kind) > 0) {
        head(turn, first.kind).ifPresent(heads::add);
      }
    }
  }

  /** Also finds out when there is nothing, in spite of what was supposed. */
  private Optional<Head> head(Turn turn, String kind) {
    Optional<Head> head = store.head(turn.sql(), kind).map(row -> new Head(kind, row.number(0)));
    if (head.isEmpty()) {
      turn.after(() -> board.counts.none(kind));
    }
    return head;
  }

  /** Takes a slot of who can run a task of this kind at once, without overtaking another. */
  Optional<Crew> fuse(Turn turn, String kind) {
    Crew best = null;
    for (Crew crew : board.crews) {
      if (crew.free(kind) > 0
          && (best == null || crew.free() > best.free())
          && crew.kinds().stream().noneMatch(other -> ready(turn, other) > 0)) {
        best = crew;
      }
    }
    if (best != null) {
      turn.occupy(best, kind, 1);
    }
    return Optional.ofNullable(best);
  }

  /** The attempt, which has its slot, begins after the commit. */
  void start(Turn turn, Task task, Crew crew) {
    Instant now = turn.now();
    turn.after(() -> board.start(new Running(task, crew, now), clock.instant()));
  }

  private long ready(Turn turn, String kind) {
    return board.counts.ready(kind) + turn.delta().ready(kind);
  }
}
