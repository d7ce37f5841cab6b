package io.finstage.server.alerts;

import io.finstage.server.tasks.Submission;
import io.finstage.server.tasks.SubmitOutcome;
import java.util.concurrent.CompletableFuture;

/** Where notifications become tasks: the task queue, or what a test has in its place. */
interface Handover {

  /**
   * How many notifications have not been sent yet, counted up to {@code max}.
   *
   * @throws RuntimeException when that cannot be told now
   */
  int unsent(int max);

  /** Completed once it is on disk. One request id makes one task, however often it is submitted. */
  CompletableFuture<SubmitOutcome> submit(Submission submission);
}
