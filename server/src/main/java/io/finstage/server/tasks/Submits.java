package io.finstage.server.tasks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes new tasks. Where nothing of what a crew can run waits, and a slot is free, a task is
 * written as running already: one row written once instead of twice.
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

  private record Entry(Op.Submit op, Instant runAt, long ord) {

    Submission asked() {
      return op.submission();
    }
  }

  /** What an entry becomes, unless its request id is taken; with the crew that runs it at once. */
  private record Made(Entry entry, Task task, Optional<Crew> crew) {}

  void submit(Turn turn, List<Op.Submit> ops) {
    if (ops.isEmpty()) {
      return;
    }
    List<Made> made = make(turn, ops);
    // Nodes lock request ids in one order.
    made.sort(Comparator.comparing(it -> it.task.submission().requestId()));
    List<@Nullable Object[]> rows = new ArrayList<>(made.size());
    for (Made it : made) {
      rows.add(TaskRow.values(it.task, it.entry.ord, claims.node()));
    }
    boolean[] inserted = store.insert(turn.sql(), rows);
    List<Task> labelled = new ArrayList<>();
    for (int i = 0; i < inserted.length; i++) {
      if (inserted[i]) {
        keep(turn, made.get(i), labelled);
      } else {
        repeated(turn, made.get(i));
      }
    }
    store.label(turn.sql(), labelled);
  }

  private List<Made> make(Turn turn, List<Op.Submit> ops) {
    List<Entry> entries = new ArrayList<>(ops.size());
    for (Op.Submit op : ops) {
      // To the millisecond, as it is kept.
      Instant now = Instant.ofEpochMilli(turn.now().toEpochMilli());
      Instant asked = op.submission().runAt().orElse(now);
      Instant runAt = asked.isBefore(now) ? now : Instant.ofEpochMilli(asked.toEpochMilli());
      entries.add(new Entry(op, runAt, settling.ord(runAt, op.submission().priority())));
    }
    // The most urgent have the first choice of slots.
    entries.sort(Comparator.comparingLong(Entry::ord));
    long[] ids = store.ids(turn.sql(), entries.size());
    List<Made> made = new ArrayList<>(entries.size());
    long room = waitingMax - board.counts.waiting() - waiting(turn);
    for (int i = 0; i < ids.length; i++) {
      Entry entry = entries.get(i);
      boolean due = !entry.runAt.isAfter(turn.now());
      Optional<Crew> crew = due ? claims.fuse(turn, entry.asked().kind()) : Optional.empty();
      if (crew.isEmpty() && room <= 0) {
        refuse(turn, entry);
      } else {
        room -= crew.isEmpty() ? 1 : 0;
        made.add(new Made(entry, task(turn, entry, ids[i], crew), crew));
      }
    }
    return made;
  }

  private static long waiting(Turn turn) {
    return turn.delta().of(TaskState.READY) + turn.delta().of(TaskState.SCHEDULED);
  }

  private void keep(Turn turn, Made made, List<Task> labelled) {
    Task task = made.task;
    turn.delta().add(task.submission().kind(), task.state(), 1);
    turn.changed(task.id());
    if (!task.submission().labels().isEmpty()) {
      labelled.add(task);
    }
    if (task.state() == TaskState.SCHEDULED && task.runAt().isBefore(board.dueAt)) {
      board.dueAt = task.runAt();
    }
    answer(turn, made.entry, new SubmitOutcome.Created(task));
    made.crew.ifPresent(crew -> claims.start(turn, task, crew));
  }

  /** There was one with its request id, perhaps of another node. */
  private void repeated(Turn turn, Made made) {
    Submission asked = made.entry.asked();
    made.crew.ifPresent(crew -> turn.occupy(crew, asked.kind(), -1));
    answer(
        turn,
        made.entry,
        earlier(turn, asked)
            .orElseGet(() -> new SubmitOutcome.Unavailable("the task has just been deleted")));
  }

  /** As many wait as may; a request that was granted before still is. */
  private void refuse(Turn turn, Entry entry) {
    answer(
        turn,
        entry,
        earlier(turn, entry.asked())
            .orElseGet(() -> new SubmitOutcome.Full("tasks.waiting-max", waitingMax)));
  }

  private Optional<SubmitOutcome> earlier(Turn turn, Submission asked) {
    if (asked.requestId().isEmpty()) {
      return Optional.empty();
    }
    return store
        .byRequest(turn.sql(), asked.requestId())
        .map(task ->
            isSame(asked, task.submission())
                ? new SubmitOutcome.Existing(task)
                : new SubmitOutcome.Conflict(task.id()));
  }

  private static void answer(Turn turn, Entry entry, SubmitOutcome outcome) {
    turn.answer(() -> entry.op.done().complete(outcome));
  }

  private static boolean isSame(Submission a, Submission b) {
    return a.kind().equals(b.kind()) && a.payload().equals(b.payload());
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
