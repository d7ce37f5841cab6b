package io.finstage.server.tasks;

import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Decides what a task becomes when an attempt is over.
 *
 * <pre>
 *  succeeded                     SUCCEEDED
 *  stopped because of a cancel   CANCELLED, whatever the handler says
 *  stopped by its timeout        as failed
 *  failed, may be tried again    SCHEDULED after a backoff; FAILED after the last attempt
 *  failed for good               FAILED
 *  lost with who ran it          READY, its attempt not counted, its place kept; FAILED as poison
 *  handed back at a close        READY, its attempt not counted, its place kept
 * </pre>
 *
 * <p>Whatever was to be cancelled and has not succeeded becomes CANCELLED.
 */
final class Settling {

  private final TasksConfig config;
  private final RetryPolicy retries;
  private final RandomGenerator random;

  Settling(TasksConfig config, RandomGenerator random) {
    this.config = config;
    this.retries = new RetryPolicy(config.backoffMin(), config.backoffMax());
    this.random = random;
  }

  /** The virtual deadline: who waits longer than others yield goes first, whatever its priority. */
  long ord(Instant runAt, TaskPriority priority) {
    return runAt.toEpochMilli()
        + switch (priority) {
          case HIGH -> 0;
          case NORMAL -> config.normalAfter().toMillis();
          case LOW -> config.lowAfter().toMillis();
        };
  }

  Settlement settle(Running running, Ending ending, Instant now) {
    Stop stop = running.stop;
    if (stop == Stop.CANCELLED) {
      return ended(running, TaskState.CANCELLED, "cancelled", "");
    }
    if (stop == Stop.TIMEOUT) {
      String error = "timed out after " + running.task.submission().timeout();
      return failed(running, error, true, "timed_out", now);
    }
    if (stop == Stop.CLOSING && !(ending instanceof Ending.Succeeded)) {
      return back(running, running.task.rescues(), "returned");
    }
    return switch (ending) {
      case Ending.Succeeded it -> succeeded(running, it.result());
      case Ending.Failed it -> failed(running, it.error(), it.retryable(), "failed", now);
      case Ending.Lost _ -> lost(running);
    };
  }

  private static Settlement succeeded(Running running, Bytes result) {
    Task task = running.task;
    return new Settlement(
        task.id(),
        task.token(),
        TaskState.SUCCEEDED,
        "succeeded",
        result,
        "",
        task.runAt(),
        0,
        task.attempt(),
        task.rescues());
  }

  private static Settlement ended(Running running, TaskState state, String outcome, String error) {
    Task task = running.task;
    return new Settlement(
        task.id(),
        task.token(),
        state,
        outcome,
        Bytes.EMPTY,
        TaskRow.clean(error, Task.ERROR_MAX),
        task.runAt(),
        0,
        task.attempt(),
        task.rescues());
  }

  private Settlement failed(
      Running running, String error, boolean retryable, String outcome, Instant now) {
    Task task = running.task;
    Submission asked = task.submission();
    if (!retryable || task.attempt() >= asked.maxAttempts()) {
      return ended(running, TaskState.FAILED, outcome, error);
    }
    Instant runAt = now.plus(retries.delay(task.attempt(), random));
    return new Settlement(
        task.id(),
        task.token(),
        TaskState.SCHEDULED,
        outcome.equals("failed") ? "retried" : outcome,
        Bytes.EMPTY,
        TaskRow.clean(error, Task.ERROR_MAX),
        runAt,
        ord(runAt, asked.priority()),
        task.attempt(),
        task.rescues());
  }

  private Settlement lost(Running running) {
    int rescues = running.task.rescues() + 1;
    if (rescues >= config.rescuesMax()) {
      Settlement poison = ended(running, TaskState.FAILED, "failed", poison(rescues));
      return new Settlement(
          poison.id(),
          poison.token(),
          poison.state(),
          poison.outcome(),
          poison.result(),
          poison.error(),
          poison.runAt(),
          poison.ord(),
          poison.attempt(),
          rescues);
    }
    return back(running, rescues, "rescued");
  }

  /** Why a task is not tried any more. */
  static String poison(int rescues) {
    return "whoever ran it died, " + rescues + " times";
  }

  private Settlement back(Running running, int rescues, String outcome) {
    Task task = running.task;
    return new Settlement(
        task.id(),
        task.token(),
        TaskState.READY,
        outcome,
        Bytes.EMPTY,
        task.error(),
        task.runAt(),
        ord(task.runAt(), task.submission().priority()),
        task.attempt() - 1,
        rescues);
  }
}
