package io.finstage.server.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A queue with two workers to which acts happen, and what must hold after each. */
final class Life {

  private static final int WORKERS = 2;
  private static final int DRAIN_STEPS = 3000;

  private final Database database;
  private final TasksConfig config;
  private final ManualClock clock = new ManualClock();
  private final List<Hand> hands = new ArrayList<>();
  private final Map<Long, Long> tokens = new TreeMap<>();
  private final List<Task> past = new ArrayList<>();
  private final Map<Long, Task> ended = new TreeMap<>();
  private final List<CompletableFuture<SubmitOutcome>> submitted = new ArrayList<>();
  private TaskQueue queue;

  /** A worker, and the leases that it holds. */
  private final class Hand implements WorkerListener {

    private final Map<Long, Task> live = new TreeMap<>();
    private Optional<TaskWorker> worker = Optional.empty();
    private boolean closed;

    @Override
    public void lease(Task task, Instant deadline) {
      assertThat(hands).noneMatch(it -> it.holds(task.id()));
      assertThat(task.token()).isGreaterThan(tokens.getOrDefault(task.id(), 0L));
      assertThat(task.attempt()).isBetween(1, task.submission().maxAttempts());
      tokens.put(task.id(), task.token());
      live.put(task.id(), task);
    }

    /** Who is closed is dead to the queue, and may not know it. */
    private boolean holds(long id) {
      return !closed && live.containsKey(id);
    }

    @Override
    public void revoke(long id, long token, String reason) {
      live.remove(id);
    }

    @Override
    public void closed(String reason) {
      closed = true;
    }
  }

  Life(Database database, TasksConfig config) {
    this.database = database;
    this.config = config;
    this.queue = live();
  }

  /** A new life of the node on the same database. */
  private TaskQueue live() {
    TaskQueue next =
        new TaskQueue(config, database, "node", Map.of(), clock, new SplittableRandom(1));
    next.step();
    hands.forEach(hand -> past.addAll(hand.live.values()));
    hands.clear();
    for (int i = 0; i < WORKERS; i++) {
      hands.add(lend(next));
    }
    return next;
  }

  private static Set<String> kinds() {
    return Set.of("a", "b");
  }

  private Hand lend(TaskQueue to) {
    Hand hand = new Hand();
    hand.worker = to.lend("w", kinds(), 2, hand);
    assertThat(hand.worker).isPresent();
    return hand;
  }

  void happen(Act act) {
    switch (act) {
      case Act.Submit it -> submit(it);
      case Act.Complete it -> held(it.task()).ifPresent(lease -> end(lease, true, false));
      case Act.Fail it -> held(it.task()).ifPresent(lease -> end(lease, false, it.again()));
      case Act.Pass it -> pass(Duration.ofMillis(it.millis()), it.heard());
      case Act.Cancel it -> created(it.task()).ifPresent(this::cancel);
      case Act.Rerun it -> created(it.task()).ifPresent(this::rerun);
      case Act.Leave it -> leave(hands.get(it.worker() % hands.size()));
      case Act.Die _ -> {
        submitted.removeIf(it -> !it.isDone());
        queue = live();
      }
      case Act.Late it -> late(it);
    }
    queue.step();
    replaceClosed();
    check();
  }

  private void submit(Act.Submit it) {
    submitted.add(
        queue.submit(
            new Submission(
                it.kind(),
                Submission.QUEUE,
                Bytes.EMPTY,
                it.priority(),
                it.attempts(),
                Duration.ofSeconds(it.timeoutSeconds()),
                it.delaySeconds() == 0
                    ? Optional.empty()
                    : Optional.of(clock.instant().plusSeconds(it.delaySeconds())),
                "",
                Map.of())));
  }

  private Optional<Task> created(int which) {
    return submitted.isEmpty()
            || !(submitted.get(which % submitted.size()).getNow(null)
                instanceof SubmitOutcome.Created created)
        ? Optional.empty()
        : Optional.of(created.task());
  }

  private Optional<Task> held(int which) {
    List<Task> leases = hands.stream().flatMap(hand -> hand.live.values().stream()).toList();
    return leases.isEmpty() ? Optional.empty() : Optional.of(leases.get(which % leases.size()));
  }

  private void end(Task lease, boolean well, boolean again) {
    for (Hand hand : hands) {
      if (hand.live.remove(lease.id(), lease)) {
        TaskWorker worker = hand.worker.orElseThrow();
        CompletableFuture<Boolean> done =
            well
                ? worker.complete(lease.id(), lease.token(), Bytes.utf8("done"))
                : worker.fail(lease.id(), lease.token(), "no", again);
        queue.step();
        assertThat(done).isCompletedWithValue(true);
        past.add(lease);
      }
    }
  }

  private void pass(Duration time, boolean heard) {
    clock.advance(time);
    if (heard) {
      hands.forEach(hand -> hand.worker.orElseThrow().heard());
    }
  }

  private void cancel(Task task) {
    var _ = queue.cancel(task.id());
  }

  private void rerun(Task task) {
    CompletableFuture<ChangeOutcome> done = queue.rerun(task.id());
    queue.step();
    if (done.join() instanceof ChangeOutcome.Done) {
      Task before = Objects.requireNonNull(ended.remove(task.id()));
      assertThat(before.state()).isIn(TaskState.FAILED, TaskState.CANCELLED);
    }
  }

  private void leave(Hand hand) {
    hand.closed = true;
    hand.worker.orElseThrow().close();
    queue.step();
  }

  private void replaceClosed() {
    for (int i = 0; i < hands.size(); i++) {
      Hand gone = hands.get(i);
      if (gone.closed) {
        hands.set(i, new Hand());
        // What it held is taken back by now, perhaps given to the other one.
        queue.step();
        past.addAll(gone.live.values());
        hands.set(i, lend(queue));
      }
    }
  }

  private void late(Act.Late it) {
    if (past.isEmpty()) {
      return;
    }
    Task lease = past.get(it.attempt() % past.size());
    Optional<Task> before = queue.get(lease.id(), ResultPart.ALL);
    Settlement late =
        new Settlement(
            lease.id(),
            lease.token(),
            it.well() ? TaskState.SUCCEEDED : TaskState.READY,
            "late",
            Bytes.utf8("late"),
            "",
            lease.runAt(),
            0,
            lease.attempt(),
            lease.rescues());
    TaskStore store = new TaskStore(database);
    boolean[] kept =
        store.transact(sql -> {
          store.progress(sql, List.<@Nullable Object[]>of(row(lease)));
          return it.well()
              ? store.succeed(sql, List.of(late), clock.instant())
              : store.settle(sql, List.of(late), clock.instant());
        });
    assertThat(kept).containsExactly(false);
    assertThat(queue.get(lease.id(), ResultPart.ALL)).isEqualTo(before);
  }

  private static @Nullable Object[] row(Task lease) {
    return new @Nullable Object[] {0.5, "late", lease.id(), lease.token()};
  }

  /** What has ended stays, and the counts are those of the tasks that there are. */
  private void check() {
    Map<TaskState, Long> counts = new EnumMap<>(TaskState.class);
    for (Task task : queue.list(TaskFilter.ALL, Long.MAX_VALUE, 1000)) {
      counts.merge(task.state(), 1L, Long::sum);
      Task before = ended.get(task.id());
      if (before != null) {
        assertThat(task).isEqualTo(before);
      } else if (task.state().isEnd()) {
        ended.put(task.id(), task);
      }
    }
    for (TaskState state : TaskState.values()) {
      assertThat(queue.stats().states().getOrDefault(state, 0L))
          .as("counted as %s", state)
          .isEqualTo(counts.getOrDefault(state, 0L));
    }
  }

  /** Whoever holds a task ends it, until there is none left. */
  void drain() {
    for (int i = 0; i < DRAIN_STEPS && !isEmpty(); i++) {
      happen(new Act.Complete(0));
      happen(new Act.Pass(500, true));
    }
    for (CompletableFuture<SubmitOutcome> outcome : submitted) {
      assertThat(outcome).isCompletedWithValueMatching(SubmitOutcome.Created.class::isInstance);
      Task task = ((SubmitOutcome.Created) outcome.join()).task();
      assertThat(ended).containsKey(task.id());
    }
  }

  private boolean isEmpty() {
    return queue.stats().states().entrySet().stream()
        .allMatch(it -> it.getKey().isEnd() || it.getValue() == 0);
  }
}
