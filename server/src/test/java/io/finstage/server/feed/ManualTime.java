package io.finstage.server.feed;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Both clocks of a test, moved by hand. A wait moves them to its end at once; a wait beyond the end
 * of the test is answered as an interrupt, which ends a source that would go on for ever.
 */
public final class ManualTime implements Pacer, InstantSource {

  public static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private final Duration end;
  private long nanos;
  private Duration setBack = Duration.ZERO;

  public ManualTime(Duration end) {
    this.end = end;
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant instant() {
    return START.plusNanos(nanos).minus(setBack);
  }

  @Override
  public void until(long deadline) throws InterruptedException {
    if (deadline > end.toNanos()) {
      nanos = Math.max(nanos, end.toNanos());
      throw new InterruptedException("end of the test");
    }
    nanos = Math.max(nanos, deadline);
  }

  public void advance(Duration step) {
    nanos += step.toNanos();
  }

  /** The wall clock is set back; the pacer does not notice. */
  public void setBack(Duration step) {
    setBack = setBack.plus(step);
  }
}
