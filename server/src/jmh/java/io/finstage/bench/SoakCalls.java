package io.finstage.bench;

import io.finstage.client.FinstageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** One kind of request, made by schedule whether the server keeps up or not. */
final class SoakCalls implements AutoCloseable {

  private static final int OUTSTANDING_MAX = 2_000;
  private static final int KIND_MAX = 60;
  private static final long MICROS_MAX = 600_000_000;

  /** One that was not answered as it should be; times of {@link System#nanoTime}. */
  record Failure(long began, long ended, String kind) {}

  /** A request; throws {@link FinstageException} when it fails. */
  interface Request {
    void make(long number);
  }

  private final String name;
  private final double perSecond;
  private final Request request;
  private final Semaphore outstanding = new Semaphore(OUTSTANDING_MAX);
  private final Histogram micros = new ConcurrentHistogram(MICROS_MAX, 3);
  private final AtomicLong answered = new AtomicLong();
  private final List<Failure> failures = new ArrayList<>();
  private final Thread thread;
  private volatile boolean over;

  SoakCalls(String name, double perSecond, Request request) {
    this.name = name;
    this.perSecond = perSecond;
    this.request = request;
    this.thread = Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  private void run() {
    long start = System.nanoTime();
    for (long number = 0; !over; number++) {
      long due = start + (long) (number / perSecond * 1e9);
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      long mine = number;
      if (outstanding.tryAcquire()) {
        Thread.startVirtualThread(() -> make(mine));
      } else {
        failed(new Failure(due, System.nanoTime(), "not made: too many wait"));
      }
    }
  }

  private void make(long number) {
    long began = System.nanoTime();
    try {
      request.make(number);
      micros.recordValue(Math.min(MICROS_MAX, (System.nanoTime() - began) / 1_000));
      answered.incrementAndGet();
    } catch (FinstageException e) {
      failed(new Failure(began, System.nanoTime(), kind(e)));
    } catch (RuntimeException e) {
      failed(new Failure(began, System.nanoTime(), e.toString()));
    } finally {
      outstanding.release();
    }
  }

  /** With the server's reason, or the beginning of what gRPC says. */
  private static String kind(FinstageException e) {
    // Without the numbers, which make every one another kind.
    String message = String.valueOf(e.getMessage()).replaceAll("\\s+|[0-9.]+", " ");
    return e.reason().isEmpty()
        ? message.substring(0, Math.min(KIND_MAX, message.length()))
        : e.code() + " " + e.reason();
  }

  private synchronized void failed(Failure failure) {
    failures.add(failure);
  }

  /** Makes no more, and waits for those under way. */
  @Override
  public void close() {
    over = true;
    try {
      thread.join();
      outstanding.acquire(OUTSTANDING_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A row: made, answered, share, share without those that met the outage, p50, p99. */
  synchronized String row(long outageFrom, long outageTo) {
    long met = failures.stream().filter(it -> met(it, outageFrom, outageTo)).count();
    long all = answered.get() + failures.size();
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %d | %.3f %% | %d | %.4f %% | %.2f | %.1f | %.0f |%n",
        name,
        all,
        failures.size(),
        100.0 * answered.get() / all,
        failures.size() - met,
        100.0 * answered.get() / (all - met),
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getMaxValue() / 1e3);
  }

  /** Failures by kind; those outside of the outage are marked. */
  synchronized Map<String, Long> kinds(long outageFrom, long outageTo) {
    Map<String, Long> kinds = new TreeMap<>();
    for (Failure failure : failures) {
      String when = met(failure, outageFrom, outageTo) ? "" : ", outside of the outage";
      kinds.merge(name + ": " + failure.kind() + when, 1L, Long::sum);
    }
    return kinds;
  }

  private static boolean met(Failure failure, long from, long to) {
    return failure.began() <= to && failure.ended() >= from;
  }
}
