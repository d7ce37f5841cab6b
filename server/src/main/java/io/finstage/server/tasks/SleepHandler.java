package io.finstage.server.tasks;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Does nothing for as long as it is told, and says how far it is: to try the queue with. */
public final class SleepHandler implements TaskHandler {

  /** What it is called by. */
  public static final TaskKind KIND =
      TaskKind.builtIn("sleep", "waits: {\"millis\": 0 to 86400000}", 0);

  /** A day, as the longest timeout. */
  static final long MILLIS_MAX = Submission.TIMEOUT_MAX.toMillis();

  /** As often as progress is kept. */
  private static final Duration STEP = Duration.ofSeconds(1);

  private static final String FIELD = "millis";

  /** Lets time pass; ends at once when the thread is interrupted. */
  interface Pause {
    void await(Duration time) throws InterruptedException;
  }

  private final InstantSource clock;
  private final Pause pause;

  /**
   * @param clock must not go backwards
   */
  public SleepHandler(InstantSource clock) {
    this(clock, SleepHandler::idle);
  }

  SleepHandler(InstantSource clock, Pause pause) {
    this.clock = clock;
    this.pause = pause;
  }

  @Override
  public Bytes run(TaskContext context) throws FailedForGoodException, InterruptedException {
    Payload payload = Payload.of(context.payload());
    Duration asked = Duration.ofMillis(payload.whole(FIELD, 0, MILLIS_MAX));
    payload.end(context.kind());

    Instant end = clock.instant().plus(asked);
    Duration left = asked;
    while (left.isPositive()) {
      double slept = 1.0 - (double) left.toNanos() / asked.toNanos();
      context.progress(slept, left.toMillis() + " ms to go");
      pause.await(left.compareTo(STEP) < 0 ? left : STEP);
      left = Duration.between(clock.instant(), end);
    }
    return Bytes.EMPTY;
  }

  private static void idle(Duration time) throws InterruptedException {
    // Nobody counts it down: only time and an interruption end it.
    var _ = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
  }
}
