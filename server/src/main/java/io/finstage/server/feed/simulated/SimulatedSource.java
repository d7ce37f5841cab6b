package io.finstage.server.feed.simulated;

import io.finstage.server.feed.Ending;
import io.finstage.server.feed.Intake;
import io.finstage.server.feed.MarketDataSource;
import io.finstage.server.feed.Pacer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A random walk at a steady rate: the same seed and the same steps of the clocks make the same
 * ticks, bit for bit.
 *
 * <p>Tick number i is due at start + i / rate, whatever came before it: a late wake-up is caught up
 * and does not shift the rest. High rates are emitted in bursts, one a millisecond. Whoever holds
 * the source up for more than {@link #CATCH_UP_MAX} is not flooded afterwards: what was due before
 * then is left out, and nobody misses it, because it never was.
 *
 * <p>A tick's time is the time it was due at, so the source age shows how late it came out. A
 * second run goes on where the first one ended.
 */
public final class SimulatedSource implements MarketDataSource {

  static final Duration CATCH_UP_MAX = Duration.ofSeconds(1);
  private static final long BURST_NANOS = 1_000_000;
  private static final double NANOS_PER_SECOND = 1e9;

  private final SimulatedConfig config;
  private final InstantSource clock;
  private final Pacer pacer;
  private final RandomWalk walk;
  private final double nanosPerTick;

  public SimulatedSource(SimulatedConfig config, InstantSource clock, Pacer pacer) {
    this.config = config;
    this.clock = clock;
    this.pacer = pacer;
    this.walk = new RandomWalk(config.symbols(), config.tickSize(), config.seed());
    this.nanosPerTick = NANOS_PER_SECOND / config.rate();
  }

  @Override
  public String name() {
    return config.name();
  }

  @Override
  public boolean live() {
    return true;
  }

  /** Four ticks' time. */
  @Override
  public Optional<Duration> silenceMax() {
    return Optional.of(Duration.ofNanos((long) (4 * nanosPerTick)));
  }

  @Override
  public Ending run(Intake intake) throws InterruptedException {
    long start = pacer.nanos();
    long emitted = 0;
    while (true) {
      long now = pacer.nanos();
      long oldest = now - CATCH_UP_MAX.toNanos();
      if (start + due(emitted) < oldest) {
        start = now;
        emitted = 0;
      }
      Instant wallNow = clock.instant();
      for (long due = start + due(emitted); due - now <= 0; due = start + due(emitted)) {
        intake.accept(walk.next(wallNow.minusNanos(now - due)), clock.instant());
        emitted++;
      }
      pacer.until(Math.max(start + due(emitted), now + BURST_NANOS));
    }
  }

  /** When tick {@code number} is due, in nanoseconds after the start. */
  private long due(long number) {
    return (long) Math.ceil(number * nanosPerTick);
  }
}
