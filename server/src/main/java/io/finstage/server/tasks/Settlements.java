package io.finstage.server.tasks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Writes what became of attempts that are over, and how far others are. */
final class Settlements {

  private final Board board;
  private final TaskStore store;
  private final Settling settling;
  private final ProgressBoard progress;

  Settlements(Board board, TaskStore store, Settling settling, ProgressBoard progress) {
    this.board = board;
    this.store = store;
    this.settling = settling;
    this.progress = progress;
  }

  /** Slots of what has ended are free within this turn already. */
  void settle(Turn turn) {
    List<Running> good = new ArrayList<>();
    List<Settlement> goodOnes = new ArrayList<>();
    List<Running> rest = new ArrayList<>();
    List<Settlement> restOnes = new ArrayList<>();
    for (Running it : board.ended) {
      Settlement settlement = settling.settle(it, Objects.requireNonNull(it.ending), turn.now());
      boolean succeeded = settlement.state() == TaskState.SUCCEEDED;
      (succeeded ? good : rest).add(it);
      (succeeded ? goodOnes : restOnes).add(settlement);
      turn.occupy(it.crew, it.kind(), -1);
    }
    boolean[] kept = store.succeed(turn.sql(), goodOnes, turn.now());
    for (int i = 0; i < kept.length; i++) {
      over(turn, good.get(i), goodOnes.get(i), kept[i]);
    }
    kept = store.settle(turn.sql(), restOnes, turn.now());
    for (int i = 0; i < kept.length; i++) {
      over(turn, rest.get(i), restOnes.get(i), kept[i]);
    }
  }

  private void over(Turn turn, Running it, Settlement settlement, boolean kept) {
    if (kept) {
      turn.delta().move(it.kind(), TaskState.RUNNING, settlement.state());
      turn.changed(it.task.id());
      if (settlement.state() == TaskState.SCHEDULED && settlement.runAt().isBefore(board.dueAt)) {
        board.dueAt = settlement.runAt();
      }
    }
    Instant now = turn.now();
    turn.after(() -> report(it, settlement, kept, now));
  }

  private void report(Running it, Settlement settlement, boolean kept, Instant now) {
    board.forget(it);
    board.meter.count(it.kind(), kept ? settlement.outcome() : "fenced");
    board.meter.runs.record(Duration.between(it.startedAt, now));
    if (it.ending instanceof Ending.Lost) {
      board.meter.rescues.increment();
    }
    CompletableFuture<Boolean> done = it.done;
    if (done != null) {
      boolean listened = it.stop == null;
      done.complete(kept && listened);
    }
  }

  /** Takes what handlers said; the same list is written again when the turn fails. */
  List<Running> said(Instant now) {
    return progress.due(now);
  }

  void progress(Turn turn, List<Running> said) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Running it : said) {
      Running.Progress latest = it.said.get();
      if (it.ending == null && latest != null) {
        rows.add(new Object[] {latest.ratio(), latest.note(), it.task.id(), it.task.token()});
        turn.changed(it.task.id());
        turn.undo(() -> progress.again(it));
        turn.after(() -> {
          it.progressAt = turn.now();
          if (!it.said.compareAndSet(latest, null)) {
            progress.again(it);
          }
        });
      }
    }
    store.progress(turn.sql(), rows);
  }
}
