package io.finstage.server.tasks;

import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The durable queue. The door of this part. Thread-safe. */
public final class TaskQueue implements AutoCloseable {

  /** Names its file and its migrations. */
  public static final String PART = "tasks";

  /** In order. */
  public static final List<String> MIGRATIONS = List.of("0001-tasks");

  private static final System.Logger LOG = System.getLogger(TaskQueue.class.getName());
  private static final Duration CLOSE_SPARE = Duration.ofSeconds(5);
  private static final String CLOSED = "the task queue is closed";

  private final TasksConfig config;
  private final InstantSource clock;
  private final Map<String, TaskKind> kinds = new TreeMap<>();
  private final Inbox inbox;
  private final Board board = new Board();
  private final TaskStore store;
  private final ListStore list;
  private final Watchers watchers;
  private final Loop loop;
  private final Crew own;
  private final NodeStore nodes = new NodeStore();
  private final Claims claims;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Instant closeBy = Instant.MAX;

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
    this.clock = clock;
    this.inbox = new Inbox(config.inboxMax());
    this.store = new TaskStore(database);
    this.list = new ListStore(store);
    this.watchers = new Watchers(store, list, config.watchersMax());
    ProgressBoard progress = new ProgressBoard();
    Map<String, TaskHandler> byName = new HashMap<>();
    Map<String, Integer> limits = new HashMap<>();
    handlers.forEach((kind, handler) -> {
      kinds.put(kind.name(), kind);
      byName.put(kind.name(), handler);
      limits.put(kind.name(), kind.concurrencyMax() == 0 ? config.slots() : kind.concurrencyMax());
    });
    Hands hands = new LocalHands(byName, inbox, progress, config.resultBytesMax());
    this.own = new Crew(node, limits, config.slots(), hands);
    board.crews.add(own);
    this.claims = new Claims(board, store, clock);
    Settling settling = new Settling(config, random);
    Upkeep upkeep = new Upkeep(board, store, nodes, claims, config, node);
    Loop.Parts parts =
        new Loop.Parts(
            upkeep,
            new Settlements(board, store, settling, progress),
            new Changes(board, store, settling, config.cancelGrace()),
            new Submits(board, store, settling, claims, config.waitingMax()),
            claims);
    this.loop = new Loop(config, clock, inbox, board, store, parts, watchers::changed);
    this.thread = Thread.ofPlatform().name("tasks").unstarted(this::run);
  }

  public TasksConfig config() {
    return config;
  }

  /** Rescues what an earlier life left, then begins to claim. */
  public void start() {
    watchers.start();
    thread.start();
  }

  /**
   * One turn, by a test instead of the thread of {@link #start}; how long nothing is to be done.
   */
  Duration step() {
    return loop.step();
  }

  /** Completed once it is on disk, never exceptionally; waits while the inbox is full. */
  public CompletableFuture<SubmitOutcome> submit(Submission submission) {
    CompletableFuture<SubmitOutcome> done = new CompletableFuture<>();
    int bytes = submission.payload().size();
    if (bytes > config.payloadBytesMax()) {
      done.complete(new SubmitOutcome.Full("tasks.payload-bytes-max", config.payloadBytesMax()));
    } else {
      put(new Op.Submit(submission, done));
    }
    return done;
  }

  /**
   * With payload and result.
   *
   * @throws QueueUnavailableException when the database does not answer
   */
  public Optional<Task> get(long id) {
    return read(() -> list.get(id));
  }

  /**
   * Newest first, without payloads and results.
   *
   * @param before only ids below this
   * @param max how many, 1 to 1000
   * @throws QueueUnavailableException when the database does not answer
   */
  public List<Task> list(TaskFilter filter, long before, int max) {
    return read(() -> list.list(filter, before, max));
  }

  /** Done as well when the task has ended already. */
  public CompletableFuture<ChangeOutcome> cancel(long id) {
    CompletableFuture<ChangeOutcome> done = new CompletableFuture<>();
    put(new Op.Cancel(id, done));
    return done;
  }

  /** Of FAILED and CANCELLED. */
  public CompletableFuture<ChangeOutcome> rerun(long id) {
    CompletableFuture<ChangeOutcome> done = new CompletableFuture<>();
    put(new Op.Rerun(id, done));
    return done;
  }

  /**
   * Tells of every task that fits, those there are first (up to 1000, oldest first), until closed.
   * States, kinds and labels count; a task that no longer fits is told once more.
   *
   * @return empty when as many watch as may
   */
  public Optional<AutoCloseable> watch(TaskFilter filter, TaskWatcher watcher) {
    return watchers.watch(new Watch(0, filter, watcher));
  }

  /**
   * Tells of one task, as it is first, until closed.
   *
   * @return empty when as many watch as may; nothing is told of a task that is not there
   */
  public Optional<AutoCloseable> watch(long id, TaskWatcher watcher) {
    return watchers.watch(new Watch(id, TaskFilter.ALL, watcher));
  }

  /** By name: built-in ones, and those of workers. */
  public List<TaskKind> kinds() {
    return List.copyOf(kinds.values());
  }

  public CompletableFuture<ScheduleOutcome> schedule(
      String name, Submission submission, Schedule.Timing timing) {
    CompletableFuture<ScheduleOutcome> done = new CompletableFuture<>();
    put(new Op.AddSchedule(new Schedule(name, submission, timing, clock.instant()), done));
    return done;
  }

  public List<Schedule> schedules() {
    return List.of();
  }

  /** Whether there was one. */
  public CompletableFuture<Boolean> unschedule(String name) {
    return CompletableFuture.completedFuture(false);
  }

  /**
   * Takes a worker in.
   *
   * @return empty when there are as many as may be
   */
  public Optional<TaskWorker> lend(
      String worker, Set<String> kinds, int slots, WorkerListener listener) {
    return Optional.empty();
  }

  public TasksStats stats() {
    return new TasksStats(
        board.counts.read(),
        board.meter.outcomes(),
        board.meter.waits.read(),
        board.meter.runs.read(),
        board.meter.rescues.sum(),
        Duration.ZERO,
        board.running.size(),
        own.slots(),
        board.crews.size() - 1,
        watchers.count(),
        board.meter.turns.sum());
  }

  /** Stops claiming, lets running tasks end for a while, hands the rest back uncharged. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    closeBy = clock.instant().plus(config.closeGrace());
    board.crews.forEach(Crew::close);
    closing.countDown();
    inbox.settle(new Op.Wake());
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    watchers.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> T read(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (DatabaseException e) {
      throw new QueueUnavailableException(e);
    }
  }

  private void put(Op op) {
    if (closed.get() || !inbox.put(op)) {
      Loop.refuse(op, CLOSED);
    }
  }

  private void run() {
    while (!isOver()) {
      try {
        Duration pause = loop.step();
        if (loop.isFailing()) {
          // What comes in the meantime does not make the database any better.
          pause(pause);
        } else if (!pause.isZero()) {
          inbox.await(pause);
        }
      } catch (InterruptedException e) {
        LOG.log(Level.DEBUG, "the loop is only ended by closing it", e);
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "a turn of the task queue failed", e);
      }
    }
    inbox.close();
    loop.refuseRest(CLOSED);
    loop.leave();
  }

  private void pause(Duration time) throws InterruptedException {
    var _ = closing.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  private boolean isOver() {
    if (!closed.get()) {
      return false;
    }
    Instant now = clock.instant();
    if (!now.isBefore(closeBy)) {
      board.handBack();
    }
    return !loop.isBusy() || now.isAfter(closeBy.plus(CLOSE_SPARE));
  }
}
