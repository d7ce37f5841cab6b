package io.finstage.server.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A random life of a queue: tasks are submitted, run by workers that succeed, fail, fall silent and
 * die, are cancelled, time out; nodes die without a word, and their zombies go on talking. After
 * each step: no attempt overlaps another of its task, what has ended stays as it is, and what a
 * zombie says changes nothing. In the end: every acknowledged task has ended.
 */
@SuppressWarnings("FutureReturnValueIgnored") // looked at in the end, by what is on disk
class TasksSimulationTest {

  private static final int STEPS = 400;
  private static final int DRAIN_STEPS = 3000;

  @TempDir Path folder;

  private final ManualClock clock = new ManualClock();
  private final Map<Long, Task> ended = new TreeMap<>();
  private final List<CompletableFuture<SubmitOutcome>> submitted = new ArrayList<>();
  private final List<Hand> hands = new ArrayList<>();
  private SplittableRandom random = new SplittableRandom(1);
  private Database database;
  private TaskQueue queue;

  private record Hand(TaskWorker worker, Ledger ledger) {}

  @BeforeEach
  void open() {
    database =
        Database.open(
            DatabaseConfig.sqlite(folder), TaskQueue.PART, TaskQueue.MIGRATIONS, System::nanoTime);
    queue = new TaskQueue(TestConfig.small(2, 1), database, "node", Map.of(), clock, random);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyAcknowledgedTaskEndsOnceWhateverHappens(long seed) {
    random = new SplittableRandom(seed);
    live();
    for (int i = 0; i < STEPS; i++) {
      act();
      queue.step();
      check("seed " + seed + ", step " + i);
    }
    drain("seed " + seed);
  }

  /** A new life of the node on the same database. */
  private void live() {
    TasksConfig config = TestConfig.small(2, 10_000);
    queue = new TaskQueue(config, database, "node", Map.of(), clock, random.split());
    queue.step();
    hands.clear();
    lend();
    lend();
  }

  private void lend() {
    Ledger ledger = new Ledger();
    queue
        .lend("w", Set.of("a", "b"), 2, ledger)
        .ifPresent(worker -> hands.add(new Hand(worker, ledger)));
  }

  private void act() {
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> submit();
      case 4, 5, 6 -> end(random.nextInt(4) != 0);
      case 7 -> clock.advance(Duration.ofMillis(random.nextInt(1, 3000)));
      case 8 -> cancel();
      case 9 -> closeWorker();
      case 10 -> die();
      default -> heard();
    }
  }

  private void submit() {
    Submission submission =
        new Submission(
            random.nextBoolean() ? "a" : "b",
            Submission.QUEUE,
            Bytes.EMPTY,
            List.of(TaskPriority.HIGH, TaskPriority.NORMAL, TaskPriority.LOW)
                .get(random.nextInt(3)),
            random.nextInt(1, 4),
            Duration.ofSeconds(random.nextInt(1, 20)),
            random.nextInt(4) == 0
                ? Optional.of(clock.instant().plusSeconds(random.nextInt(10)))
                : Optional.empty(),
            "",
            Map.of());
    submitted.add(queue.submit(submission));
  }

  private void end(boolean well) {
    for (Hand hand : hands) {
      if (!hand.ledger.live.isEmpty()) {
        Task lease = hand.ledger.only();
        hand.ledger.live.remove(lease.id());
        if (well) {
          hand.worker.complete(lease.id(), lease.token(), Bytes.utf8("done"));
        } else {
          hand.worker.fail(lease.id(), lease.token(), "no", random.nextInt(4) != 0);
        }
        return;
      }
    }
  }

  private void cancel() {
    if (!submitted.isEmpty()
        && submitted.get(random.nextInt(submitted.size())).getNow(null)
            instanceof SubmitOutcome.Created created) {
      queue.cancel(created.task().id());
    }
  }

  private void closeWorker() {
    Hand hand = hands.remove(random.nextInt(hands.size()));
    hand.worker.close();
    lend();
  }

  /** Those who ran its tasks do not know that it is dead, and write what became of them. */
  private void die() {
    submitted.removeIf(it -> !it.isDone());
    List<Task> leases = new ArrayList<>();
    hands.forEach(hand -> leases.addAll(hand.ledger.live.values()));
    live();
    TaskStore store = new TaskStore(database);
    for (Task lease : leases) {
      Optional<Task> before = queue.get(lease.id());
      Settlement late =
          new Settlement(
              lease.id(),
              lease.token(),
              TaskState.SUCCEEDED,
              "succeeded",
              Bytes.utf8("late"),
              "",
              lease.runAt(),
              0,
              lease.attempt(),
              lease.rescues());
      boolean[] kept = store.transact(sql -> store.succeed(sql, List.of(late), clock.instant()));
      assertThat(kept).containsExactly(false);
      assertThat(queue.get(lease.id())).isEqualTo(before);
    }
  }

  private void heard() {
    hands.forEach(hand -> hand.worker.heard());
  }

  private void check(String when) {
    Map<Long, Integer> holders = new HashMap<>();
    for (Hand hand : hands) {
      assertThat(hand.ledger.overlaps).as(when).isEmpty();
      hand.ledger.live.keySet().forEach(id -> holders.merge(id, 1, Integer::sum));
    }
    assertThat(holders.values()).as(when).allMatch(count -> count == 1);
    for (Task task : queue.list(TaskFilter.ALL, Long.MAX_VALUE, 1000)) {
      Task before = ended.get(task.id());
      if (before != null) {
        assertThat(task).as(when).isEqualTo(before);
      } else if (task.state().isEnd()) {
        ended.put(task.id(), task);
      }
    }
  }

  private void drain(String when) {
    for (int i = 0; i < DRAIN_STEPS && !isEmpty(); i++) {
      heard();
      end(true);
      clock.advance(Duration.ofMillis(500));
      queue.step();
    }
    check(when);
    long created = 0;
    for (CompletableFuture<SubmitOutcome> outcome : submitted) {
      Task task = ((SubmitOutcome.Created) outcome.join()).task();
      assertThat(ended).as(when).containsKey(task.id());
      created++;
    }
    assertThat(created).as(when).isPositive();
  }

  private boolean isEmpty() {
    return queue.stats().states().entrySet().stream()
        .allMatch(it -> it.getKey().isEnd() || it.getValue() == 0);
  }

  @Test
  void lowWaitsNoLongerThanItYieldsHoweverMuchIsUrgent() {
    queue =
        new TaskQueue(
            TestConfig.small(1, 10_000), database, "node", Map.of(), clock, random.split());
    queue.step();
    lend();
    Submission urgent = QueueStage.with("a", TaskPriority.HIGH, "");
    for (int i = 0; i < 5; i++) {
      queue.submit(urgent);
    }
    queue.step();
    Instant start = clock.instant();
    CompletableFuture<SubmitOutcome> low = queue.submit(QueueStage.with("a", TaskPriority.LOW, ""));
    for (int second = 0; second < 320; second++) {
      queue.submit(urgent);
      queue.submit(urgent);
      heard();
      end(true);
      end(true);
      queue.step();
      clock.advance(Duration.ofSeconds(1));
    }
    Task task = ((SubmitOutcome.Created) low.join()).task();

    assertThat(queue.get(task.id()).orElseThrow().startedAt().orElseThrow())
        .isBetween(start.plusSeconds(290), start.plusSeconds(310));
  }
}
