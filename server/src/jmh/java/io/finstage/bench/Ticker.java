package io.finstage.bench;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Feeds a peer as the product's simulated source feeds the product: symbol after symbol, each tick
 * with the time at which it was due, due ones in bursts of a millisecond, and what is late by more
 * than a second left out.
 */
final class Ticker implements Runnable {

  private static final long BURST_NANOS = 1_000_000;
  private static final long CATCH_UP_NANOS = 1_000_000_000;

  private final List<String> symbols;
  private final double nanosPerTick;
  private final BooleanSupplier ready;
  private final Consumer<BenchTick> sink;
  private long count;

  /**
   * @param ready whether everybody has subscribed; no tick before, since an event loop that fans
   *     out as fast as it can accepts nobody else
   * @param sink may wait: what is due meanwhile comes late, with the time at which it was due
   */
  Ticker(
      List<String> symbols,
      double ticksPerSecond,
      BooleanSupplier ready,
      Consumer<BenchTick> sink) {
    this.symbols = symbols;
    this.nanosPerTick = 1e9 / ticksPerSecond;
    this.ready = ready;
    this.sink = sink;
  }

  /** Runs until the process ends. */
  @Override
  public void run() {
    while (!ready.getAsBoolean()) {
      LockSupport.parkNanos(BURST_NANOS);
    }
    long start = System.nanoTime();
    long emitted = 0;
    while (true) {
      long now = System.nanoTime();
      if (start + due(emitted) < now - CATCH_UP_NANOS) {
        start = now;
        emitted = 0;
      }
      Instant wallNow = Instant.now();
      for (long due = start + due(emitted); due <= now; due = start + due(emitted)) {
        sink.accept(next(wallNow.minusNanos(now - due)));
        emitted++;
      }
      parkUntil(Math.max(start + due(emitted), now + BURST_NANOS));
    }
  }

  private long due(long number) {
    return (long) Math.ceil(number * nanosPerTick);
  }

  private BenchTick next(Instant scheduledAt) {
    int symbol = (int) (count % symbols.size());
    long sequence = count / symbols.size() + 1;
    count++;
    return new BenchTick(symbols.get(symbol), symbol, sequence, scheduledAt, Instant.now());
  }

  private static void parkUntil(long deadline) {
    for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
