package io.finstage.client;

import java.time.Duration;
import java.util.concurrent.Executor;

/** One thread with a clock: everything that it runs, it runs one after the other. */
interface EventLoop extends Executor {

  /** A clock that never goes back, in nanoseconds from an arbitrary origin. */
  long nanos();

  /** Runs {@code action} after {@code delay}; running the result takes that back. */
  Runnable schedule(Duration delay, Runnable action);
}
