package io.finstage.server.tasks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes new tasks. Where nothing of what a crew can run waits, and a slot is free, a task is
 * written as running already: one row written once instead of twice. Not with a request id, which
 * may turn out to be an old one.
 */
final class Submits {

  private final Board board;
  private final TaskStore store;
  private final Settling settling;
  private final Claims claims;
  private final int waitingMax;

  Submits(Board board, TaskStore store, Settling settling, Claims claims, int waitingMax) {
    this.board = board;
    this.store = store;
    this.settling = settling;
    this.claims = claims;
    this.waitingMax = waitingMax;
  }

  private record Entry(Op.Submit op, Instant runAt, long ord) {}

  void submit(Turn turn, List<Op.Submit> ops) {
    if (ops.isEmpty()) {
      return;
    }
    List<Entry> plain = new ArrayList<>();
    List<Entry> keyed = new ArrayList<>();
    for (Op.Submit op : ops) {
      // To the millisecond, as it is kept.
      Instant now = Instant.ofEpochMilli(turn.now().toEpochMilli());
      Instant asked = op.submission().runAt().orElse(now);
      Instant runAt = asked.isBefore(now) ? now : Instant.ofEpochMilli(asked.toEpochMilli());
      Entry entry = new Entry(op, runAt, settling.ord(runAt, op.submission().priority()));
      (op.submission().requestId().isEmpty() ? plain : keyed).add(entry);
    }
    // The most urgent have the first choice of slots; nodes lock request ids in one order.
    plain.sort(Comparator.comparingLong(Entry::ord));
    keyed.sort(Comparator.comparing(entry -> entry.op.submission().requestId()));
    long[] ids = store.ids(turn.sql(), ops.size());
    List<Task> labelled = new ArrayList<>();
    insertPlain(turn, plain, ids, labelled);
    for (int i = 0; i < keyed.size(); i++) {
      insertKeyed(turn, keyed.get(i), ids[plain.size() + i], labelled);
    }
    store.label(turn.sql(), labelled);
  }

  private void insertPlain(Turn turn, List<Entry> entries, long[] ids, List<Task> labelled) {
    List<@Nullable Object[]> rows = new ArrayList<>(entries.size());
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      boolean due = !entry.runAt.isAfter(turn.now());
      Optional<Crew> crew =
          due ? claims.fuse(turn, entry.op.submission().kind()) : Optional.empty();
      if (crew.isEmpty() && refuse(turn, entry)) {
        continue;
      }
      Task task = task(turn, entry, ids[i], crew);
      rows.add(TaskRow.values(task, entry.ord, claims.node()));
      keep(turn, task, labelled);
      turn.after(() -> entry.op.done().complete(new SubmitOutcome.Created(task)));
      crew.ifPresent(it -> claims.start(turn, task, it));
    }
    store.insert(turn.sql(), rows);
  }

  private void insertKeyed(Turn turn, Entry entry, long id, List<Task> labelled) {
    Submission asked = entry.op.submission();
    Optional<Task> earlier = store.byRequest(turn.sql(), asked.requestId());
    if (earlier.isEmpty()) {
      if (refuse(turn, entry)) {
        return;
      }
      Task task = task(turn, entry, id, Optional.empty());
      if (store.insertKeyed(turn.sql(), TaskRow.values(task, entry.ord, 0))) {
        keep(turn, task, labelled);
        turn.after(() -> entry.op.done().complete(new SubmitOutcome.Created(task)));
        return;
      }
      // Another node was quicker.
      earlier = store.byRequest(turn.sql(), asked.requestId());
    }
    SubmitOutcome outcome =
        earlier
            .<SubmitOutcome>map(task ->
                isSame(asked, task.submission())
                    ? new SubmitOutcome.Existing(task)
                    : new SubmitOutcome.Conflict(task.id()))
            .orElseGet(() -> new SubmitOutcome.Unavailable("the task has just been deleted"));
    turn.after(() -> entry.op.done().complete(outcome));
  }

  private static boolean isSame(Submission a, Submission b) {
    return a.kind().equals(b.kind()) && a.payload().equals(b.payload());
  }

  /** Whether as many wait as may. */
  private boolean refuse(Turn turn, Entry entry) {
    long waiting =
        board.counts.waiting()
            + turn.delta().of(TaskState.READY)
            + turn.delta().of(TaskState.SCHEDULED);
    if (waiting < waitingMax) {
      return false;
    }
    turn.after(
        () -> entry.op.done().complete(new SubmitOutcome.Full("tasks.waiting-max", waitingMax)));
    return true;
  }

  private void keep(Turn turn, Task task, List<Task> labelled) {
    turn.delta().add(task.submission().kind(), task.state(), 1);
    turn.changed(task.id());
    if (!task.submission().labels().isEmpty()) {
      labelled.add(task);
    }
    if (task.state() == TaskState.SCHEDULED && task.runAt().isBefore(board.dueAt)) {
      board.dueAt = task.runAt();
    }
  }

  private static Task task(Turn turn, Entry entry, long id, Optional<Crew> crew) {
    Instant now = Instant.ofEpochMilli(turn.now().toEpochMilli());
    TaskState waiting = entry.runAt.isAfter(turn.now()) ? TaskState.SCHEDULED : TaskState.READY;
    boolean runs = crew.isPresent();
    return new Task(
        id,
        entry.op.submission(),
        runs ? TaskState.RUNNING : waiting,
        runs ? 1 : 0,
        0,
        runs ? 1 : 0,
        0,
        "",
        "",
        crew.map(Crew::owner).orElse(""),
        false,
        1,
        now,
        entry.runAt,
        runs ? Optional.of(now) : Optional.empty(),
        Optional.empty(),
        Bytes.EMPTY,
        0);
  }
}
