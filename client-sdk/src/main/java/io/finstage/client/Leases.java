package io.finstage.client;

import io.finstage.proto.v1.WorkRequest;
import io.finstage.proto.v1.WorkResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What a worker was leased on the connection that is open now, and the threads that it runs on. A
 * lease is running, then said (its end was sent), then settled and gone.
 *
 * <p>There are twice as many threads as slots: the server takes a slot back from a handler that
 * ignores its interruption, which then still holds its thread. When even those are all held, a
 * lease is failed at once, for another attempt, perhaps elsewhere.
 *
 * <p>All but {@link #running} runs on the loop's thread.
 */
final class Leases {

  /** Of the progress of one task; the server keeps one a second. */
  static final Duration PROGRESS_INTERVAL = Duration.ofMillis(500);

  private static final System.Logger LOGGER = System.getLogger(Worker.class.getName());
  private static final long IDLE_SECONDS = 10;

  /** What every server takes that does not say how much. */
  private static final long RESULT_BYTES = 1_000_000;

  private final WorkerOffer offer;
  private final EventLoop loop;
  private final Consumer<WorkRequest> say;
  private final Runnable onSettled;
  private final int threadsMax;
  private final ThreadPoolExecutor threads;
  private final Map<Key, LeaseRun> running = new HashMap<>();
  private final Set<Key> said = new HashSet<>();
  private volatile int busy;
  private long resultBytesMax = RESULT_BYTES;

  private record Key(String taskId, long token) {

    static Key of(LeaseRun run) {
      return new Key(run.task().id(), run.token());
    }
  }

  /**
   * @param onSettled called when a lease is gone
   */
  Leases(WorkerOffer offer, EventLoop loop, Consumer<WorkRequest> say, Runnable onSettled) {
    this.offer = offer;
    this.loop = loop;
    this.say = say;
    this.onSettled = onSettled;
    this.threadsMax = 2 * offer.slots();
    this.threads =
        new ThreadPoolExecutor(
            threadsMax,
            threadsMax,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // as many as are busy, so bounded by them
            action -> {
              Thread thread = new Thread(action, "finstage-worker-" + offer.name());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * @param bytes of the largest result that the server takes; 0 when it did not say
   */
  void resultBytesMax(long bytes) {
    resultBytesMax = bytes > 0 ? bytes : RESULT_BYTES;
  }

  /** Handlers that run; for any thread. */
  int running() {
    return busy;
  }

  /** Whether nothing is running or waits to be settled. */
  boolean isEmpty() {
    return running.isEmpty() && said.isEmpty();
  }

  void begin(WorkResponse.Lease lease) {
    TaskHandler handler = offer.handlers().get(lease.getTask().getKind());
    LeaseRun run =
        new LeaseRun(
            lease,
            handler == null ? Leases::unknownKind : handler,
            resultBytesMax,
            it -> loop.execute(() -> sendProgress(it)),
            (it, outcome) -> loop.execute(() -> ended(it, outcome)));
    Key key = Key.of(run);
    if (running.containsKey(key) || said.contains(key)) {
      return;
    }
    if (busy >= threadsMax) {
      said.add(key);
      say.accept(
          run.failed("worker " + offer.name() + ": handlers that ignore interrupts hold it", true));
      return;
    }
    busy(busy + 1);
    run.progressDueNanos(loop.nanos());
    running.put(key, run);
    threads.execute(run);
  }

  /** Interrupts the handler; unless it is somebody else's by now, its end is said all the same. */
  void revoke(WorkResponse.Revoke revoke) {
    Key key = new Key(revoke.getTaskId(), revoke.getToken());
    LeaseRun run = running.get(key);
    if (run == null) {
      return;
    }
    run.interrupt();
    if (revoke.getReason().equals("LOST")) {
      running.remove(key);
      LOGGER.log(System.Logger.Level.WARNING, "{0} is no longer ours: its result is dropped", run);
      onSettled.run();
    }
  }

  void settle(WorkResponse.Settled settled) {
    if (!said.remove(new Key(settled.getTaskId(), settled.getToken()))) {
      return;
    }
    if (!settled.getAccepted()) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "what was said of task {0} came too late and changed nothing",
          settled.getTaskId());
    }
    onSettled.run();
  }

  /** The connection is gone: the server rescues all of this. */
  void abandon(String why) {
    if (isEmpty()) {
      return;
    }
    LOGGER.log(
        System.Logger.Level.WARNING,
        "worker {0} gives up {1} tasks that ran and {2} results that were not confirmed, which the"
            + " server rescues: {3}",
        offer.name(),
        running.size(),
        said.size(),
        why);
    running.values().forEach(LeaseRun::interrupt);
    running.clear();
    said.clear();
  }

  /** No more leases. */
  void close() {
    threads.shutdown();
  }

  private void ended(LeaseRun run, WorkRequest outcome) {
    busy(busy - 1);
    Key key = Key.of(run);
    if (running.remove(key, run)) {
      said.add(key);
      say.accept(outcome);
    }
  }

  private void sendProgress(LeaseRun run) {
    if (!running.containsKey(Key.of(run))) {
      return;
    }
    long wait = run.progressDueNanos() - loop.nanos();
    if (wait > 0) {
      var unused = loop.schedule(Duration.ofNanos(wait), () -> sendProgress(run));
      return;
    }
    WorkRequest.ReportProgress progress = run.takeProgress();
    if (progress != null) {
      run.progressDueNanos(loop.nanos() + PROGRESS_INTERVAL.toNanos());
      say.accept(WorkRequest.newBuilder().setProgress(progress).build());
    }
  }

  private void busy(int count) {
    busy = count;
  }

  private static byte[] unknownKind(TaskContext context) {
    throw new IllegalStateException("this worker has no handler for " + context.task().kind());
  }
}
