package io.finstage.server.tasks;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What waits for the loop. */
sealed interface Op {

  record Submit(Submission submission, CompletableFuture<SubmitOutcome> done) implements Op {}

  record Cancel(long id, CompletableFuture<ChangeOutcome> done) implements Op {}

  record Rerun(long id, CompletableFuture<ChangeOutcome> done) implements Op {}

  /** An attempt ended; done says whether that counted. */
  record End(long id, long token, Ending ending, CompletableFuture<Boolean> done) implements Op {}

  record AddSchedule(Schedule schedule, CompletableFuture<ScheduleOutcome> done) implements Op {}

  record DropSchedule(String name, CompletableFuture<DropOutcome> done) implements Op {}

  /** A worker has gone. */
  record Leave(Crew crew) implements Op {}

  /** How many tasks there are, as read of a database that other nodes change too. */
  record Recounted(List<Row> states, List<Row> ready) implements Op {}

  /** Nothing but a reason to look. */
  record Wake() implements Op {}
}
