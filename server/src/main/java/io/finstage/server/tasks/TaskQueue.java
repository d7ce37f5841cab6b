package io.finstage.server.tasks;

import io.finstage.server.database.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/** The durable queue. The door of this part. Thread-safe. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"}) // until it is built
public final class TaskQueue implements AutoCloseable {

  /** Names its file and its migrations. */
  public static final String PART = "tasks";

  /** In order. */
  public static final List<String> MIGRATIONS = List.of("0001-tasks");

  private final TasksConfig config;

  /**
   * @param node name of this node, as other nodes see it
   * @param handlers by kind, what this node runs itself
   * @param random for the jitter of retries
   */
  public TaskQueue(
      TasksConfig config,
      Database database,
      String node,
      Map<TaskKind, TaskHandler> handlers,
      InstantSource clock,
      RandomGenerator random) {
    this.config = config;
  }

  public TasksConfig config() {
    return config;
  }

  /** Rescues what an earlier life left, then begins to claim. */
  public void start() {
    throw new UnsupportedOperationException();
  }

  /** Completed once it is on disk, never exceptionally; waits while the inbox is full. */
  public CompletableFuture<SubmitOutcome> submit(Submission submission) {
    throw new UnsupportedOperationException();
  }

  /** With payload and result. */
  public Optional<Task> get(long id) {
    throw new UnsupportedOperationException();
  }

  /**
   * Newest first, without payloads and results.
   *
   * @param before only ids below this
   * @param max how many, 1 to 1000
   */
  public List<Task> list(TaskFilter filter, long before, int max) {
    throw new UnsupportedOperationException();
  }

  /** Done as well when the task has ended already. */
  public CompletableFuture<ChangeOutcome> cancel(long id) {
    throw new UnsupportedOperationException();
  }

  /** Of FAILED and CANCELLED. */
  public CompletableFuture<ChangeOutcome> rerun(long id) {
    throw new UnsupportedOperationException();
  }

  /**
   * Tells of every task that fits, those there are first (up to 1000, oldest first), until closed.
   * States, kinds and labels count; a task that no longer fits is told once more.
   *
   * @return empty when as many watch as may
   */
  public Optional<AutoCloseable> watch(TaskFilter filter, TaskWatcher watcher) {
    throw new UnsupportedOperationException();
  }

  /**
   * Tells of one task, as it is first, until closed.
   *
   * @return empty when as many watch as may; nothing is told of a task that is not there
   */
  public Optional<AutoCloseable> watch(long id, TaskWatcher watcher) {
    throw new UnsupportedOperationException();
  }

  /** By name: built-in ones, and those of workers. */
  public List<TaskKind> kinds() {
    throw new UnsupportedOperationException();
  }

  public CompletableFuture<ScheduleOutcome> schedule(
      String name, Submission submission, Schedule.Timing timing) {
    throw new UnsupportedOperationException();
  }

  public List<Schedule> schedules() {
    throw new UnsupportedOperationException();
  }

  /** Whether there was one. */
  public CompletableFuture<Boolean> unschedule(String name) {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes a worker in.
   *
   * @return empty when there are as many as may be
   */
  public Optional<TaskWorker> lend(
      String worker, Set<String> kinds, int slots, WorkerListener listener) {
    throw new UnsupportedOperationException();
  }

  public TasksStats stats() {
    throw new UnsupportedOperationException();
  }

  /** Stops claiming, lets running tasks end for a while, hands the rest back uncharged. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
