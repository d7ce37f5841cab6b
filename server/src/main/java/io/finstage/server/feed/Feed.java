package io.finstage.server.feed;

import io.finstage.server.feed.Supervisor.Action;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A source under supervision: started again with a backoff when it fails or goes mute, its ticks
 * counted and kept in order, its subscribers told of what a restart may have lost.
 *
 * <p>Two virtual threads: one runs the source, one supervises. Thread-safe.
 */
public final class Feed implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Feed.class.getName());

  private final MarketDataSource source;
  private final FeedConfig config;
  private final InstantSource clock;
  private final Supervisor supervisor;
  private final FeedCounts counts;
  private final ThreadFactory threads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private Supervision supervision;
  private @Nullable Run run;
  private @Nullable Thread runThread;
  private @Nullable Thread supervisorThread;
  private boolean newsCame;

  /**
   * @param clock the wall's: backoffs and silences are measured by it
   * @param random spreads the backoffs; used by one thread at a time
   */
  public Feed(
      MarketDataSource source,
      TickSink sink,
      FeedConfig config,
      InstantSource clock,
      RandomGenerator random) {
    this(source, sink, config, clock, random, Thread.ofVirtual().factory());
  }

  Feed(
      MarketDataSource source,
      TickSink sink,
      FeedConfig config,
      InstantSource clock,
      RandomGenerator random,
      ThreadFactory threads) {
    this.source = source;
    this.config = config;
    this.clock = clock;
    this.threads = threads;
    this.supervisor = new Supervisor(config, source.silenceMax(), random);
    this.counts = new FeedCounts(sink, config.symbolsMax());
    this.supervision = Supervision.initial(clock.instant());
  }

  /** Starts the source and its supervision; a second call has no effect. */
  public void start() {
    lock.lock();
    try {
      if (supervisorThread == null && supervision.state() != FeedState.CLOSED) {
        supervisorThread = named(this::supervise, "supervisor");
        supervisorThread.start();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Readings of now. */
  public FeedStats stats() {
    Supervision now;
    lock.lock();
    try {
      now = supervision;
    } finally {
      lock.unlock();
    }
    Map<RefusalReason, Long> refused = counts.refusals().reading();
    Optional<Duration> age = source.live() ? counts.lastAge() : Optional.empty();
    return new FeedStats(
        source.name(),
        now.state(),
        now.reason(),
        counts.ticks(),
        refused,
        counts.restarts(),
        counts.gaps(),
        age);
  }

  /** Interrupts the source and waits for it to end, at most the stop timeout. */
  @Override
  public void close() {
    @Nullable Thread toEnd;
    lock.lock();
    try {
      supervision = supervision.become(FeedState.CLOSED, "feed closed", clock.instant());
      toEnd = runThread;
      tell();
    } finally {
      lock.unlock();
    }
    if (toEnd == null) {
      return;
    }
    toEnd.interrupt();
    try {
      if (!toEnd.join(config.stopTimeout())) {
        LOG.log(
            Level.WARNING, "source {0} did not end in {1}", source.name(), config.stopTimeout());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void supervise() {
    try {
      for (Optional<Duration> rest = step(); rest.isPresent(); rest = step()) {
        awaitNews(rest.get());
      }
    } catch (InterruptedException e) {
      LOG.log(Level.WARNING, "supervision of {0} was interrupted", source.name());
    }
  }

  /**
   * One decision, carried out.
   *
   * @return how long to wait for news before the next; empty: there is no next
   */
  Optional<Duration> step() {
    lock.lock();
    try {
      FeedState before = supervision.state();
      RunReading seen = run == null ? RunReading.NONE : run.reading();
      Supervisor.Step step = supervisor.step(supervision, seen, clock.instant());
      supervision = step.next();
      if (supervision.state() != before) {
        logState();
      }
      return carryOut(step.action());
    } finally {
      lock.unlock();
    }
  }

  private Optional<Duration> carryOut(Action action) {
    return switch (action) {
      case Action.Start() -> {
        startRun();
        yield Optional.of(Duration.ZERO);
      }
      case Action.Interrupt(Duration rest) -> {
        if (runThread != null) {
          runThread.interrupt();
        }
        yield Optional.of(rest);
      }
      case Action.Rest(Duration rest) -> Optional.of(rest);
      case Action.Stop() -> Optional.empty();
    };
  }

  private void startRun() {
    boolean lost = run != null && !(run.reading().ending() instanceof Ending.Again);
    if (lost) {
      counts.restarted();
    }
    Run next =
        new Run(counts, new EventOrder(config.orderTolerance(), config.symbolsMax()), this::wake);
    run = next;
    runThread = named(() -> runSource(next), "source");
    runThread.start();
  }

  private void runSource(Run current) {
    Ending ending;
    try {
      ending = source.run(current);
    } catch (InterruptedException e) {
      ending = new Ending.Lost("interrupted");
    } catch (IOException e) {
      ending = new Ending.Lost(OneLine.of(e.toString()));
    } catch (RuntimeException | Error e) {
      // A source that is interrupted by close may stumble over it: nobody needs to know.
      LOG.log(isClosed() ? Level.DEBUG : Level.ERROR, "source " + source.name() + " threw", e);
      ending = new Ending.Lost(OneLine.of(e.toString()));
    }
    current.end(ending);
    wake();
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return supervision.state() == FeedState.CLOSED;
    } finally {
      lock.unlock();
    }
  }

  private void awaitNews(Duration rest) throws InterruptedException {
    lock.lock();
    try {
      long left = rest.toNanos();
      while (!newsCame && left > 0) {
        left = news.awaitNanos(left);
      }
      newsCame = false;
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      tell();
    } finally {
      lock.unlock();
    }
  }

  /** With the lock held. */
  private void tell() {
    newsCame = true;
    news.signalAll();
  }

  private void logState() {
    Level level =
        switch (supervision.state()) {
          case CONNECTING, EMITTING, WAITING_FOR_SUBSCRIBER, FINISHED, CLOSED -> Level.INFO;
          case MUTE, BACKING_OFF -> Level.WARNING;
          case FAILED -> Level.ERROR;
        };
    LOG.log(level, "feed {0}: {1} ({2})", source.name(), supervision.state(), supervision.reason());
  }

  private Thread named(Runnable work, String role) {
    Thread thread = threads.newThread(work);
    thread.setName("feed-" + source.name() + "-" + role);
    return thread;
  }
}
