package io.finstage.server.tasks;

import java.time.Duration;
import java.util.Optional;

/** Cancels and re-runs. */
final class Changes {

  /** Another node may change the row between our reading and our writing. */
  private static final int TRIES = 5;

  private final Board board;
  private final TaskStore store;
  private final Settling settling;
  private final Duration grace;

  Changes(Board board, TaskStore store, Settling settling, Duration grace) {
    this.board = board;
    this.store = store;
    this.settling = settling;
    this.grace = grace;
  }

  void cancel(Turn turn, Op.Cancel op) {
    for (int i = 0; i < TRIES; i++) {
      Optional<Task> found = store.find(turn.sql(), op.id());
      if (found.isEmpty()) {
        turn.after(() -> op.done().complete(new ChangeOutcome.NotFound()));
        return;
      }
      Task task = found.get();
      if (task.state().isEnd() || task.cancelRequested() || cancel(turn, task)) {
        Task now = store.find(turn.sql(), op.id()).orElse(task);
        turn.after(() -> op.done().complete(new ChangeOutcome.Done(now)));
        return;
      }
    }
    turn.after(() -> op.done().complete(new ChangeOutcome.Unavailable("the task is in motion")));
  }

  private boolean cancel(Turn turn, Task task) {
    if (task.state() != TaskState.RUNNING) {
      if (!store.cancelWaiting(turn.sql(), task, turn.now())) {
        return false;
      }
      turn.delta().move(task.submission().kind(), task.state(), TaskState.CANCELLED);
      turn.after(() -> board.meter.count(task.submission().kind(), "cancelled"));
    } else if (store.cancelRunning(turn.sql(), task.id())) {
      turn.after(() -> stop(turn, task.id()));
    } else {
      return false;
    }
    turn.changed(task.id());
    return true;
  }

  /** Another node's task is stopped by that node, which looks for what is to be cancelled. */
  private void stop(Turn turn, long id) {
    Running running = board.running.get(id);
    if (running != null) {
      board.stop(running, Stop.CANCELLED, turn.now(), grace);
    }
  }

  void rerun(Turn turn, Op.Rerun op) {
    Optional<Task> found = store.find(turn.sql(), op.id());
    if (found.isEmpty()) {
      turn.after(() -> op.done().complete(new ChangeOutcome.NotFound()));
      return;
    }
    Task task = found.get();
    boolean allowed = task.state() == TaskState.FAILED || task.state() == TaskState.CANCELLED;
    long ord = settling.ord(turn.now(), task.submission().priority());
    if (!allowed || !store.rerun(turn.sql(), task, ord, turn.now())) {
      turn.after(() -> op.done().complete(new ChangeOutcome.WrongState(task)));
      return;
    }
    turn.delta().move(task.submission().kind(), task.state(), TaskState.READY);
    turn.changed(task.id());
    Task now = store.find(turn.sql(), op.id()).orElse(task);
    turn.after(() -> op.done().complete(new ChangeOutcome.Done(now)));
  }
}
