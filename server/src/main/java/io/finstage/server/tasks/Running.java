package io.finstage.server.tasks;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An attempt that this node has claimed. Fields that are not final or volatile are the loop's. */
final class Running {

  /** What a handler said last. */
  record Progress(double ratio, String note) {}

  /** As it was claimed, with its payload. */
  final Task task;

  final Crew crew;
  final Instant deadline;
  final AtomicReference<@Nullable Progress> said = new AtomicReference<>();

  volatile @Nullable Thread thread;

  final Instant startedAt;

  /** When its slot is taken back, once it was told to stop. */
  Instant graceUntil = Instant.MAX;

  Instant progressAt = Instant.MIN;

  /** Why it was told to stop. */
  @Nullable Stop stop;

  /** Set once; what is said later is too late. */
  @Nullable Ending ending;

  /** Who wants to know whether the ending counted. */
  @Nullable CompletableFuture<Boolean> done;

  Running(Task task, Crew crew, Instant startedAt) {
    this.task = task;
    this.crew = crew;
    this.deadline = startedAt.plus(task.submission().timeout());
    this.startedAt = startedAt;
  }

  String kind() {
    return task.submission().kind();
  }
}
