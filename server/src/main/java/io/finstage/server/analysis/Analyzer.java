package io.finstage.server.analysis;

import io.finstage.server.analysis.Plan.Planning;
import io.finstage.server.analysis.Plan.Subject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The door of the analysis of many symbols. Threads of a pool compute, as many as there are
 * processors; the caller's own thread hands the answers out. A caller has only a few symbols more
 * in the pool than it has taken answers, so no thread of the pool ever waits for a reader, and no
 * analysis starves another. Nor does a permit wait for a reader: see {@link Turn}. Thread-safe.
 */
public final class Analyzer implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Analyzer.class.getName());

  /** A moment after which one that was turned away may come again. */
  private static final Duration RETRY_AFTER = Duration.ofMillis(500);

  private final AnalysisConfig config;
  private final Planner planner;
  private final BarSource store;
  private final InstantSource clock;
  private final Limit limit;
  private final Unread unread;
  private final AnalysisCounters counters = new AnalysisCounters();
  private final ExecutorService pool;
  private final int ahead;
  private volatile boolean closed;

  public Analyzer(AnalysisConfig config, BarSource store, InstantSource clock) {
    this.config = config;
    this.planner = new Planner(config);
    this.store = store;
    this.clock = clock;
    this.limit = new Limit(config.concurrencyMax(), config.queueMax());
    this.unread = new Unread(config.unreadBytesMax());
    this.pool =
        Executors.newFixedThreadPool(
            config.threads(), Thread.ofPlatform().daemon().name("analysis-", 0).factory());
    this.ahead = config.threads() + 1;
  }

  /** How many analyses may be in flight; can be moved while they are. */
  public Limit limit() {
    return limit;
  }

  /** Readings of now. */
  public AnalysisStats stats() {
    return counters.read(limit, unread);
  }

  /**
   * Answers every symbol of a request once, in no set order.
   *
   * @param encode gives an answer its last form, on a thread of the pool; must not block
   * @param answers takes them on the calling thread; may block
   * @param stop ends it early: nothing more is answered
   * @return why the request as a whole failed; empty when all was answered, or it was stopped
   */
  public <T> Optional<Fault> analyze(
      AnalysisRequest request, Function<SymbolAnalysis, T> encode, Consumer<T> answers, Stop stop)
      throws InterruptedException {
    Instant start = clock.instant();
    Optional<Fault> fault =
        switch (planner.plan(request)) {
          case Planning.Refused(Fault refused) -> Optional.of(refused);
          case Planning.Ready(Plan plan) -> admitted(plan, encode, answers, stop);
        };
    fault.ifPresent(it -> counters.failed(it.code()));
    counters.took(Duration.between(start, clock.instant()));
    return fault;
  }

  /** Analyses in flight end with UNAVAILABLE. */
  @Override
  public void close() {
    closed = true;
    pool.shutdown();
  }

  private <T> Optional<Fault> admitted(
      Plan plan, Function<SymbolAnalysis, T> encode, Consumer<T> answers, Stop stop)
      throws InterruptedException {
    return switch (limit.enter(stop)) {
      case FULL -> Optional.of(full());
      case STOPPED -> Optional.empty();
      case ENTERED -> {
        Run<T> run = new Run<>(plan, encode, stop);
        Optional<Fault> fault = run.answer(answers);
        if (!stop.isStopped()) {
          counters.worked(run.work, fault.isEmpty());
        }
        yield fault;
      }
    };
  }

  private Fault full() {
    int queueMax = limit.queueMax();
    return new Fault(
        Fault.Code.RESOURCE_EXHAUSTED,
        "ANALYSIS_QUEUE_MAX",
        "as many analyses wait as may (analysis.queue-max): " + queueMax,
        List.of(),
        Map.of(
            "key",
            "analysis.queue-max",
            "limit",
            Integer.toString(queueMax),
            Fault.RETRY_AFTER_MS,
            Long.toString(RETRY_AFTER.toMillis())));
  }

  private Fault timedOut() {
    return new Fault(
        Fault.Code.DEADLINE_EXCEEDED,
        "ANALYSIS_TIMEOUT",
        "the analysis took longer than analysis.timeout, " + config.timeout().toMillis() + " ms",
        List.of(),
        Map.of("key", "analysis.timeout", "limit", config.timeout().toMillis() + "ms"));
  }

  /** A symbol that was computed; without an answer when it was stopped. */
  private record Ready<T>(Optional<T> answer, long bytes) {}

  /** One analysis at work. */
  private final class Run<T> {

    private final Plan plan;
    private final Function<SymbolAnalysis, T> encode;
    private final Stop stop;
    private final Instant deadline = clock.instant().plus(config.timeout());
    private final AtomicLong values = new AtomicLong();

    /** As many as are in the pool at most, so that no thread of the pool waits to hand one over. */
    private final BlockingQueue<Ready<T>> ready = new ArrayBlockingQueue<>(ahead);

    private final Turn turn;
    private volatile boolean over;

    /** How long the caller's thread waited for symbols that were computed. */
    private Duration work = Duration.ZERO;

    Run(Plan plan, Function<SymbolAnalysis, T> encode, Stop stop) {
      this.plan = plan;
      this.encode = encode;
      this.stop = stop;
      this.turn = new Turn(limit, unread, stop);
    }

    Optional<Fault> answer(Consumer<T> answers) throws InterruptedException {
      List<Subject> subjects = plan.subjects();
      int begun = 0;
      int taken = 0;
      try {
        while (taken < begun || (begun < subjects.size() && !isOver())) {
          while (begun < subjects.size() && begun - taken < ahead && !isOver() && turn.begin()) {
            Subject subject = subjects.get(begun);
            pool.execute(() -> compute(subject));
            begun++;
          }
          if (taken == begun) {
            // Stopped while it waited to go on.
            break;
          }
          Instant asked = clock.instant();
          Ready<T> next = ready.take();
          work = work.plus(Duration.between(asked, clock.instant()));
          taken++;
          if (next.answer().isPresent() && !stop.isStopped()) {
            turn.handingOut();
            answers.accept(next.answer().get());
          }
          turn.handedOut(next.bytes());
        }
        return taken == subjects.size() && !over ? Optional.empty() : ended();
      } catch (RejectedExecutionException e) {
        // Closed between two looks.
        return ended();
      } finally {
        over = true;
        turn.end();
      }
    }

    private Optional<Fault> ended() {
      if (stop.isStopped()) {
        return Optional.empty();
      }
      return Optional.of(
          closed
              ? Fault.of(Fault.Code.UNAVAILABLE, "SERVER_SHUTDOWN", "the server shuts down")
              : timedOut());
    }

    private boolean isOver() {
      if (!over && (closed || stop.isStopped() || clock.instant().isAfter(deadline))) {
        over = true;
      }
      return over;
    }

    private void compute(Subject subject) {
      Ready<T> next = new Ready<>(Optional.empty(), 0);
      try {
        BooleanSupplier stopped = this::isOver;
        next =
            new SymbolTask(plan, subject, config, store, this::take, stopped)
                .run()
                .map(this::encoded)
                .orElse(next);
      } catch (Throwable e) {
        // One symbol's bug is that symbol's failure; whatever it was, the caller must not hang.
        next = encoded(failed(subject, e));
      } finally {
        // First: who takes the answer begins the next symbol, and is to find the permit held or
        // not.
        turn.computed(next.bytes());
        ready.add(next);
      }
    }

    private Ready<T> encoded(SymbolAnalysis analysis) {
      T encoded = encode.apply(analysis);
      counters.answered(analysis);
      return new Ready<>(Optional.of(encoded), analysis.answerBytes());
    }

    private long take(long asked) {
      long all = values.addAndGet(asked);
      if (all > config.valuesMax()) {
        values.addAndGet(-asked);
      }
      return all;
    }
  }

  private static SymbolAnalysis failed(Subject subject, Throwable thrown) {
    String id = Integer.toHexString(ThreadLocalRandom.current().nextInt());
    LOG.log(System.Logger.Level.ERROR, "error " + id + " in the analysis of a symbol", thrown);
    return new SymbolAnalysis.Failed(
        subject.symbol(),
        new Fault(
            Fault.Code.INTERNAL,
            "INTERNAL",
            "internal error " + id + "; the server's log has it",
            List.of(),
            Map.of("id", id)));
  }
}
