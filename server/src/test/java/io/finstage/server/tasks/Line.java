package io.finstage.server.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.server.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Tasks that stand in line for a worker with two slots. Whoever came and yields for a while has a
 * time when that is over: of all that wait, those whose time is first are started first. So what
 * came later than a task yields never goes before it, and its wait is bounded.
 */
final class Line {

  private static final int SLOTS = 2;
  private static final Duration ROUND = Duration.ofSeconds(10);
  private static final int ROUNDS_MAX = 1000;

  private final TasksConfig config = TestConfig.small(1, 10_000);
  private final ManualClock clock = new ManualClock();
  private final Map<Long, Instant> waiting = new TreeMap<>();
  private final Ledger ledger = new Ledger();
  private final TaskQueue queue;
  private final TaskWorker worker;

  Line(Database database) {
    queue = new TaskQueue(config, database, "node", Map.of(), clock, new SplittableRandom(1));
    queue.step();
    worker = queue.lend("w", Set.of("a"), SLOTS, ledger).orElseThrow();
  }

  int waiting() {
    return waiting.size();
  }

  /** These come, and what runs ends. */
  void round(List<TaskPriority> priorities) {
    for (Task lease : List.copyOf(ledger.live.values())) {
      ledger.live.remove(lease.id());
      var _ = worker.complete(lease.id(), lease.token(), Bytes.EMPTY);
    }
    List<CompletableFuture<SubmitOutcome>> outcomes =
        priorities.stream().map(it -> queue.submit(QueueStage.with("a", it, ""))).toList();
    queue.step();
    for (CompletableFuture<SubmitOutcome> outcome : outcomes) {
      Task task = ((SubmitOutcome.Created) outcome.join()).task();
      waiting.put(task.id(), clock.instant().plus(yields(task.submission().priority())));
    }
    Instant last = Instant.MIN;
    for (long id : ledger.live.keySet()) {
      Instant due = Objects.requireNonNull(waiting.remove(id));
      last = due.isAfter(last) ? due : last;
    }
    assertThat(waiting.values()).noneMatch(last::isAfter);
    assertThat(ledger.live).hasSizeBetween(waiting.isEmpty() ? 0 : SLOTS, SLOTS);
    clock.advance(ROUND);
    worker.heard();
  }

  void drain() {
    for (int i = 0; i < ROUNDS_MAX && !waiting.isEmpty(); i++) {
      round(List.of());
    }
  }

  private Duration yields(TaskPriority priority) {
    return switch (priority) {
      case HIGH -> Duration.ZERO;
      case NORMAL -> config.normalAfter();
      case LOW -> config.lowAfter();
    };
  }
}
