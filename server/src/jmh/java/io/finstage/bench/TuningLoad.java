package io.finstage.bench;

import io.finstage.bench.AnalysisClient.Question;
import io.finstage.proto.v1.Output;
import io.grpc.StatusRuntimeException;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Analyses of two sizes that arrive by chance (Poisson), whether the server keeps up or not;
 * counted are those that are read to the end within the objective, the wait included.
 */
final class TuningLoad implements AutoCloseable {

  /** What arrives: one in {@code bigEvery} asks for {@code bigSymbols}, the others for 4. */
  record Mix(String name, double perSecond, int bigEvery, int bigSymbols) {

    Mix at(double rate) {
      return new Mix(name, rate, bigEvery, bigSymbols);
    }

    private Question next(Random random) {
      return random.nextInt(bigEvery) == 0
          ? new Question(bigSymbols, AnalysisCase.BARS, AnalysisClient.TEN, Output.Mode.LAST)
          : SMALL;
    }
  }

  private static final Question SMALL =
      new Question(4, AnalysisCase.BARS, AnalysisClient.FIVE, Output.Mode.LAST);
  private static final int OUTSTANDING_MAX = 2000;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final AnalysisClient client;
  private final double objectiveMillis;
  private final Semaphore outstanding = new Semaphore(OUTSTANDING_MAX);
  private final Semaphore over = new Semaphore(0);
  private final ConcurrentHistogram micros = new ConcurrentHistogram(3);
  private final LongAdder within = new LongAdder();
  private final LongAdder late = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final Thread thread = Thread.ofPlatform().name("arrivals").unstarted(this::run);
  private volatile Mix mix;
  private volatile boolean closed;

  TuningLoad(AnalysisClient client, double objectiveMillis, Mix mix) {
    this.client = client;
    this.objectiveMillis = objectiveMillis;
    this.mix = mix;
  }

  void start() {
    thread.start();
  }

  void mix(Mix next) {
    mix = next;
  }

  /** Completions within the objective per second, of the next seconds. */
  double measure(int seconds) throws InterruptedException {
    micros.reset();
    long before = within.sum();
    long begin = System.nanoTime();
    Thread.sleep(seconds * 1000L);
    return (within.sum() - before) * 1e9 / (System.nanoTime() - begin);
  }

  /** How long those took that ended since the last measurement began. */
  String latencies() {
    return String.format(
        Locale.ROOT,
        "p50 %.0f p90 %.0f p99 %.0f ms",
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(90) / 1e3,
        micros.getValueAtPercentile(99) / 1e3);
  }

  String counts() {
    return within.sum() + " within, " + late.sum() + " late, " + refused.sum() + " refused";
  }

  @Override
  public void close() {
    closed = true;
    // The thread that asks ends by itself; then all that it has asked.
    over.acquireUninterruptibly();
    outstanding.acquireUninterruptibly(OUTSTANDING_MAX);
  }

  private void run() {
    Random random = new Random(11);
    long next = System.nanoTime();
    while (!closed) {
      Mix now = mix;
      next += (long) (-Math.log(1 - random.nextDouble()) / now.perSecond() * NANOS_PER_SECOND);
      long wait = next - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
      }
      Question question = now.next(random);
      if (outstanding.tryAcquire()) {
        Thread.startVirtualThread(() -> ask(question));
      } else {
        refused.increment();
      }
    }
    over.release();
  }

  private void ask(Question question) {
    try {
      double millis = client.ask(question).millis();
      micros.recordValue((long) (millis * 1000));
      boolean inTime = millis <= objectiveMillis;
      (inTime ? within : late).increment();
    } catch (StatusRuntimeException e) {
      refused.increment();
    } finally {
      outstanding.release();
    }
  }
}
