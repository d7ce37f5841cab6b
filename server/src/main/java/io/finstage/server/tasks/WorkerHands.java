package io.finstage.server.tasks;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A worker: hands that are elsewhere. Any thread speaks for it; the loop gives it work. */
final class WorkerHands implements Hands, TaskWorker {

  /** So many heartbeats may be missed. */
  private static final int SILENCE = 3;

  private static final System.Logger LOG = System.getLogger(WorkerHands.class.getName());

  private final WorkerListener listener;
  private final Inbox inbox;
  private final Board board;
  private final ProgressBoard progress;
  private final InstantSource clock;
  private final TasksConfig config;
  private final Crew crew;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Instant heardAt;
  private volatile Runnable whenClosed = () -> {};

  WorkerHands(
      String worker,
      Set<String> kinds,
      int slots,
      WorkerListener listener,
      Inbox inbox,
      Board board,
      ProgressBoard progress,
      InstantSource clock,
      TasksConfig config) {
    this.listener = listener;
    this.inbox = inbox;
    this.board = board;
    this.progress = progress;
    this.clock = clock;
    this.config = config;
    Map<String, Integer> limits = new HashMap<>();
    kinds.forEach(kind -> limits.put(kind, slots));
    this.crew = new Crew(worker, limits, slots, this);
    this.heardAt = clock.instant();
  }

  /** Done once, when it ends in any way. */
  void whenClosed(Runnable action) {
    whenClosed = action;
  }

  Crew crew() {
    return crew;
  }

  @Override
  public void start(Running running) {
    tell(() -> listener.lease(running.task, running.deadline));
  }

  @Override
  public void stop(Running running, Stop reason) {
    String word = reason == Stop.CLOSING ? Stop.LOST.name() : reason.name();
    tell(() -> listener.revoke(running.task.id(), running.task.token(), word));
  }

  @Override
  public void check(Instant now) {
    Duration silence = Duration.between(heardAt, now);
    if (silence.compareTo(heartbeatInterval().multipliedBy(SILENCE)) > 0) {
      end("silent for " + silence.toMillis() + " ms");
    }
  }

  @Override
  public void end(String reason) {
    if (closed.compareAndSet(false, true)) {
      whenClosed.run();
      crew.close();
      inbox.settle(new Op.Leave(crew));
      tell(() -> listener.closed(reason));
    }
  }

  @Override
  public Duration heartbeatInterval() {
    return config.heartbeat();
  }

  @Override
  public void heard() {
    heardAt = clock.instant();
  }

  @Override
  public void progress(long id, long token, double ratio, String note) {
    heard();
    Running running = board.running.get(id);
    if (running != null && isMine(running, token)) {
      progress.say(running, ratio, note);
    }
  }

  @Override
  public CompletableFuture<Boolean> complete(long id, long token, Bytes result) {
    int max = config.resultBytesMax();
    return result.size() > max
        ? end(id, token, LocalHands.tooLarge(result, max))
        : end(id, token, new Ending.Succeeded(result));
  }

  @Override
  public CompletableFuture<Boolean> fail(long id, long token, String error, boolean retryable) {
    return end(id, token, new Ending.Failed(error, retryable));
  }

  @Override
  public void drain() {
    heard();
    crew.close();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      whenClosed.run();
      crew.close();
      inbox.settle(new Op.Leave(crew));
    }
  }

  private CompletableFuture<Boolean> end(long id, long token, Ending ending) {
    heard();
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    Running running = board.running.get(id);
    if (running == null || !isMine(running, token)) {
      done.complete(false);
    } else if (!inbox.put(new Op.End(id, token, ending, done))) {
      done.complete(false);
    }
    return done;
  }

  private boolean isMine(Running running, long token) {
    return running.crew.hands() == this && running.task.token() == token;
  }

  /** Whoever listens must not harm the loop. */
  private static void tell(Runnable message) {
    try {
      message.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a worker could not be told", e);
    }
  }
}
