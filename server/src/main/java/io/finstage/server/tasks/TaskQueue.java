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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The durable queue. The door of this part. Thread-safe. */
public final class TaskQueue implements AutoCloseable {

  /** Names its file and its migrations. */
  public static final String PART = "tasks";

  /** In order. */
  public static final List<String> MIGRATIONS = List.of("0001-tasks", "0002-lives");

  private static final System.Logger LOG = System.getLogger(TaskQueue.class.getName());
  private static final Duration RUN_AT_MAX = Duration.ofDays(3653);
  private static final Duration CLOSE_SPARE = Duration.ofSeconds(5);

  /** Fewer are not worth waiting for. */
  private static final int GATHER_MIN = 8;

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
  private final ProgressBoard progress = new ProgressBoard();
  private final ScheduleStore schedules = new ScheduleStore();
  private final AtomicInteger workers = new AtomicInteger();
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
    Map<String, TaskHandler> byName = new HashMap<>();
    Map<String, Integer> limits = new HashMap<>();
    handlers.forEach((kind, handler) -> {
      kinds.put(kind.name(), kind);
      byName.put(kind.name(), handler);
      limits.put(
          kind.name(), kind.concurrencyMax() == 0 ? Integer.MAX_VALUE : kind.concurrencyMax());
    });
    Hands hands = new LocalHands(byName, inbox, progress, config.resultBytesMax());
    this.own = new Crew(node, limits, config.slots(), hands);
    board.crews.add(own);
    this.claims = new Claims(board, store, clock);
    Settling settling = new Settling(config, random);
    Upkeep upkeep = new Upkeep(board, store, new NodeStore(), claims, config, inbox, node);
    Loop.Parts parts =
        new Loop.Parts(
            upkeep,
            new Settlements(board, store, settling, progress),
            new Changes(board, store, settling, config.cancelGrace()),
            new Submits(board, store, settling, claims, config.waitingMax()),
            new Schedules(schedules, config.schedulesMax(), store.isShared()),
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

  /**
   * Completed once it is on disk, never exceptionally; waits while the inbox is full. What depends
   * on the future is run by the loop, and must not block.
   *
   * @throws IllegalArgumentException when the task is to run more than ten years from now
   */
  public CompletableFuture<SubmitOutcome> submit(Submission submission) {
    CompletableFuture<SubmitOutcome> done = new CompletableFuture<>();
    submission
        .runAt()
        .ifPresent(at -> {
          if (at.isAfter(clock.instant().plus(RUN_AT_MAX))) {
            throw new IllegalArgumentException("run_at must be up to ten years ahead, not " + at);
          }
        });
    int bytes = submission.payload().size();
    if (bytes > config.payloadBytesMax()) {
      done.complete(new SubmitOutcome.Full("tasks.payload-bytes-max", config.payloadBytesMax()));
    } else {
      put(new Op.Submit(submission, done));
    }
    return done;
  }

  /**
   * With payload and a part of the result.
   *
   * @throws QueueUnavailableException when the database does not answer
   */
  public Optional<Task> get(long id, ResultPart part) {
    return read(() -> list.get(id, part));
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
    Map<String, TaskKind> all = new TreeMap<>(kinds);
    for (Crew crew : board.crews) {
      if (crew != own && crew.isOpen()) {
        crew.kinds().forEach(name -> all.merge(name, lent(name, crew.slots()), TaskQueue::join));
      }
    }
    return List.copyOf(all.values());
  }

  public CompletableFuture<ScheduleOutcome> schedule(
      String name, Submission submission, Schedule.Timing timing) {
    CompletableFuture<ScheduleOutcome> done = new CompletableFuture<>();
    Submission kept = submission.again("");
    Instant now = Instant.ofEpochMilli(clock.instant().toEpochMilli());
    Optional<String> complaint = Timetable.complaint(timing, now);
    if (complaint.isPresent()) {
      done.complete(new ScheduleOutcome.Invalid("cron", complaint.get()));
      return done;
    }
    Instant next = Timetable.next(timing, now, now).orElseThrow();
    put(new Op.AddSchedule(new Schedule(name, kept, timing, next), done));
    return done;
  }

  public List<Schedule> schedules() {
    return read(() -> store.read(schedules::all));
  }

  /** Tasks that it has submitted stay. */
  public CompletableFuture<DropOutcome> unschedule(String name) {
    CompletableFuture<DropOutcome> done = new CompletableFuture<>();
    put(new Op.DropSchedule(name, done));
    return done;
  }

  /**
   * Takes a worker in.
   *
   * @return empty when there are as many as may be
   */
  public Optional<TaskWorker> lend(
      String worker, Set<String> kinds, int slots, WorkerListener listener) {
    if (slots < 1 || slots > config.workerSlotsMax()) {
      throw new IllegalArgumentException(
          "slots must be 1 to " + config.workerSlotsMax() + ", not " + slots);
    }
    kinds.forEach(kind -> Names.check("kind", kind));
    if (closed.get() || workers.incrementAndGet() > config.workersMax()) {
      workers.decrementAndGet();
      return Optional.empty();
    }
    WorkerHands hands =
        new WorkerHands(
            TaskRow.clean(worker, 64),
            kinds,
            slots,
            listener,
            inbox,
            board,
            progress,
            clock,
            config);
    hands.whenClosed(workers::decrementAndGet);
    board.crews.add(hands.crew());
    inbox.settle(new Op.Wake());
    return Optional.of(hands);
  }

  /**
   * How many tasks this node runs at a time, from now on; what runs beyond stays.
   *
   * @param count 1 or more
   */
  public void slots(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("slots must be positive, not " + count);
    }
    own.slots(count);
    inbox.settle(new Op.Wake());
  }

  public TasksStats stats() {
    return new TasksStats(
        board.counts.read(),
        board.meter.outcomes(),
        board.meter.waits.read(),
        board.meter.runs.read(),
        board.meter.rescues.sum(),
        board.oldestReady(clock.instant()),
        board.running.size(),
        own.slots(),
        workers.get(),
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

  private static TaskKind lent(String name, int slots) {
    return new TaskKind(name, "", 0, slots, false);
  }

  private static TaskKind join(TaskKind a, TaskKind b) {
    return new TaskKind(
        a.name(),
        a.description(),
        a.concurrencyMax(),
        a.workerSlots() + b.workerSlots(),
        a.builtIn() || b.builtIn());
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
        if (loop.answered() >= GATHER_MIN) {
          inbox.gather(loop.answered());
        }
      } catch (InterruptedException e) {
        LOG.log(Level.DEBUG, "the loop is only ended by closing it", e);
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "a turn of the task queue failed", e);
      }
    }
    inbox.close();
    board.crews.forEach(crew -> crew.hands().end(CLOSED));
    loop.refuseRest(CLOSED);
    loop.leave();
  }

  private void pause(Duration time) throws InterruptedException {
    if (closing.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
      inbox.await(time);
    }
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
