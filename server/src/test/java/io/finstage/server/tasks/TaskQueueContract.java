package io.finstage.server.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the queue does, whatever database is below it. */
abstract class TaskQueueContract extends QueueStage {

  @Test
  void aTaskRunsAndKeepsItsResult() {
    Task task = submit(Submission.of("echo", Bytes.utf8("hello")));
    Task ended = await(task, TaskState.SUCCEEDED);

    assertThat(ended.result().text()).isEqualTo("hello");
    assertThat(ended.submission().payload().text()).isEqualTo("hello");
    assertThat(ended.attempt()).isEqualTo(1);
    assertThat(ended.progress()).isEqualTo(1);
    assertThat(ended.resultBytes()).isEqualTo(5);
    assertThat(ended.endedAt()).isPresent();
    assertThat(ended.owner()).isEmpty();
  }

  @Test
  void aResultIsReadInParts() {
    Task task = await(submit(Submission.of("echo", Bytes.utf8("hello"))), TaskState.SUCCEEDED);

    assertThat(part(task, 0, 2)).isEqualTo("he");
    assertThat(part(task, 2, 2)).isEqualTo("ll");
    assertThat(part(task, 4, 2)).isEqualTo("o");
    assertThat(part(task, 1, 0)).isEqualTo("ello");
    assertThat(part(task, 5, 2)).isEmpty();
    assertThat(part(task, Long.MAX_VALUE, Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void aTaskThatFailsIsTriedAgainAfterABackoffUntilItsAttemptsAreOver() {
    Task task = submit("fail");
    for (int attempt = 1; attempt < Submission.ATTEMPTS; attempt++) {
      Task waiting = await(task, TaskState.SCHEDULED);
      assertThat(waiting.attempt()).isEqualTo(attempt);
      assertThat(waiting.error()).isEqualTo("IllegalStateException: no " + attempt);
      assertThat(waiting.runAt()).isAfter(clock.instant());
      clock.advance(Duration.between(clock.instant(), waiting.runAt()));
    }
    Task failed = await(task, TaskState.FAILED);

    assertThat(failed.attempt()).isEqualTo(Submission.ATTEMPTS);
    assertThat(failed.error()).isEqualTo("IllegalStateException: no 4");
  }

  @Test
  void aTaskThatFailsForGoodIsNotTriedAgain() {
    Task failed = await(submit("fail-for-good"), TaskState.FAILED);

    assertThat(failed.attempt()).isEqualTo(1);
    assertThat(failed.error()).contains("never");
  }

  @Test
  void aTaskWaitsForItsTime() {
    Instant at = clock.instant().plusSeconds(60);
    Submission now = Submission.of("echo", Bytes.EMPTY);
    Task task =
        submit(
            new Submission(
                now.kind(),
                now.queue(),
                now.payload(),
                now.priority(),
                1,
                now.timeout(),
                Optional.of(at),
                "",
                Map.of()));
    queue.step();
    assertThat(get(task).state()).isEqualTo(TaskState.SCHEDULED);

    clock.advance(Duration.ofSeconds(60));
    await(task, TaskState.SUCCEEDED);
  }

  @Test
  void aTaskThatWaitsIsCancelledAtOnce() {
    Task task = submit("nobody-runs-this");

    assertThat(done(queue.cancel(task.id()))).isInstanceOf(ChangeOutcome.Done.class);
    assertThat(get(task).state()).isEqualTo(TaskState.CANCELLED);
  }

  @Test
  void aTaskThatRunsIsInterruptedAndCancelled() {
    Task task = submit("wait");
    assertThat(get(task).state()).isEqualTo(TaskState.RUNNING);
    ChangeOutcome outcome = done(queue.cancel(task.id()));

    assertThat(((ChangeOutcome.Done) outcome).task().cancelRequested()).isTrue();
    await(task, TaskState.CANCELLED);
  }

  @Test
  void aCancelOfNothingFindsNothing() {
    assertThat(done(queue.cancel(12345))).isInstanceOf(ChangeOutcome.NotFound.class);
  }

  @Test
  void aCancelledTaskRunsAgainWithAllItsAttempts() {
    Task task = submit("wait");
    done(queue.cancel(task.id()));
    await(task, TaskState.CANCELLED);
    gate.countDown();
    assertThat(done(queue.rerun(task.id()))).isInstanceOf(ChangeOutcome.Done.class);

    Task ended = await(task, TaskState.SUCCEEDED);
    assertThat(ended.attempt()).isEqualTo(1);
    assertThat(ended.cancelRequested()).isFalse();
  }

  @Test
  void aTaskThatSucceededDoesNotRunAgain() {
    Task task = submit("echo");
    await(task, TaskState.SUCCEEDED);

    assertThat(done(queue.rerun(task.id()))).isInstanceOf(ChangeOutcome.WrongState.class);
  }

  @Test
  void theSameRequestGivesTheSameTask() {
    Task task = submit(with("echo", TaskPriority.NORMAL, "r-1"));
    SubmitOutcome again = done(queue.submit(with("echo", TaskPriority.NORMAL, "r-1")));

    assertThat(((SubmitOutcome.Existing) again).task().id()).isEqualTo(task.id());
  }

  @Test
  void anotherRequestWithTheSameIdIsRefused() {
    Task task = submit(with("echo", TaskPriority.NORMAL, "r-1"));

    assertThat(done(queue.submit(with("fail", TaskPriority.NORMAL, "r-1"))))
        .isEqualTo(new SubmitOutcome.Conflict(task.id()));
  }

  @Test
  void tasksAreListedNewestFirstByWhatIsAsked() {
    Task first = submit(labelled("echo", Map.of("team", "a", "day", "1")));
    Task second = submit(labelled("nobody", Map.of("team", "a")));
    Task third = submit(labelled("nobody", Map.of("team", "b")));
    await(first, TaskState.SUCCEEDED);

    assertThat(ids(TaskFilter.ALL)).containsExactly(third.id(), second.id(), first.id());
    assertThat(ids(filter(Set.of(), Set.of(), Map.of("team", "a"))))
        .containsExactly(second.id(), first.id());
    assertThat(ids(filter(Set.of(), Set.of(), Map.of("team", "a", "day", "1"))))
        .containsExactly(first.id());
    assertThat(ids(filter(Set.of(TaskState.READY), Set.of("nobody"), Map.of())))
        .containsExactly(third.id(), second.id());
    assertThat(queue.list(TaskFilter.ALL, third.id(), 1))
        .extracting(Task::id)
        .containsExactly(second.id());
  }

  @Test
  void numbersOfTasksByStateFollow() {
    await(submit("echo"), TaskState.SUCCEEDED);
    submit("nobody-runs-this");
    TasksStats stats = queue.stats();

    assertThat(stats.states().get(TaskState.SUCCEEDED)).isEqualTo(1);
    assertThat(stats.states().get(TaskState.READY)).isEqualTo(1);
    assertThat(stats.outcomes()).containsExactly(new TasksStats.Outcome("echo", "succeeded", 1));
    assertThat(stats.running()).isZero();
  }

  private String part(Task task, long offset, long bytesMax) {
    Task read = queue.get(task.id(), ResultPart.of(offset, bytesMax)).orElseThrow();
    assertThat(read.resultBytes()).isEqualTo(5);
    return read.result().text();
  }
}
