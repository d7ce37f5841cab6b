package io.finstage.server.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What the queue does when handlers, workers and nodes do not do what they should. */
abstract class TroubleContract extends QueueStage {

  @Override
  TasksConfig config() {
    return TestConfig.small(2, 10);
  }

  Submission timed(String kind, Duration timeout) {
    return new Submission(
        kind,
        Submission.QUEUE,
        Bytes.EMPTY,
        TaskPriority.NORMAL,
        2,
        timeout,
        Optional.empty(),
        "",
        Map.of());
  }

  @Test
  void anAttemptThatTakesTooLongIsInterruptedAndTriedAgain() {
    Task task = submit(timed("wait", Duration.ofSeconds(1)));
    clock.advance(Duration.ofSeconds(1));
    Task waiting = await(task, TaskState.SCHEDULED);

    assertThat(waiting.error()).isEqualTo("timed out after PT1S");
    assertThat(waiting.attempt()).isEqualTo(1);
  }

  @Test
  void aHandlerThatIgnoresItsInterruptionLosesItsSlotAfterTheGrace() {
    Task task = submit(timed("stubborn", Duration.ofSeconds(1)));
    clock.advance(Duration.ofSeconds(1));
    queue.step();
    assertThat(queue.stats().running()).isEqualTo(1);

    clock.advance(TestConfig.GRACE);
    queue.step();
    assertThat(queue.stats().running()).isZero();
    assertThat(get(task).state()).isEqualTo(TaskState.SCHEDULED);
  }

  @Test
  void whatAFencedHandlerReturnsChangesNothing() {
    Task task = submit(timed("stubborn", Duration.ofSeconds(1)));
    clock.advance(Duration.ofSeconds(1));
    queue.step();
    clock.advance(TestConfig.GRACE);
    queue.step();
    Task fenced = get(task);
    gate.countDown();
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> stubbornEnded.get() == 1);
    queue.step();

    assertThat(get(task)).isEqualTo(fenced);
  }

  @Test
  void aTaskThatIsCancelledWhileItDoesNotListenToItsTimeoutCountsAsCancelled() {
    Task task = submit(timed("stubborn", Duration.ofSeconds(1)));
    clock.advance(Duration.ofSeconds(1));
    queue.step();
    done(queue.cancel(task.id()));
    clock.advance(TestConfig.GRACE);
    queue.step();

    assertThat(get(task).state()).isEqualTo(TaskState.CANCELLED);
    assertThat(queue.stats().states().get(TaskState.CANCELLED)).isEqualTo(1);
    assertThat(queue.stats().states().get(TaskState.SCHEDULED)).isZero();
  }

  @Test
  void anErrorOfAHandlerIsAFailure() {
    assertThat(await(submit("error"), TaskState.SCHEDULED).error()).contains("StackOverflowError");
  }

  @Test
  void aMillionReportsOfProgressAreAFewWrites() {
    Task task = submit("chatty");
    Task ended = await(task, TaskState.SUCCEEDED);

    assertThat(ended.note()).startsWith("step ");
    assertThat(ended.revision()).isLessThan(5);
  }

  @Test
  void aResultThatIsTooLargeIsAFailureForGood() {
    Task task = submit(Submission.of("echo", Bytes.of(new byte[config().resultBytesMax() + 1])));

    assertThat(await(task, TaskState.FAILED).error()).contains("tasks.result-bytes-max = 1024");
  }

  @Test
  void textThatNoDatabaseKeepsIsMadeFit() {
    assertThat(await(submit("odd"), TaskState.SCHEDULED).error()).contains("a\uFFFDb\uFFFDc");
  }

  @Test
  void asManyTasksWaitAsMay() {
    for (int i = 0; i < 10; i++) {
      submit("nobody");
    }

    assertThat(done(queue.submit(Submission.of("nobody", Bytes.EMPTY))))
        .isEqualTo(new SubmitOutcome.Full("tasks.waiting-max", 10));
  }

  @Test
  void aKindHasNoMoreSlotsThanItsLimit() {
    Task first = submit("lonely");
    Task second = submit("lonely");
    Task other = submit("wait");

    assertThat(get(first).state()).isEqualTo(TaskState.RUNNING);
    assertThat(get(second).state()).isEqualTo(TaskState.READY);
    assertThat(get(other).state()).isEqualTo(TaskState.RUNNING);
    gate.countDown();
    await(second, TaskState.SUCCEEDED);
  }

  @Test
  void urgentTasksGoFirstAndOldOnesBeforeThem() {
    submit("wait");
    submit("wait");
    Task low = submit(with("echo", TaskPriority.LOW, ""));
    Task normal = submit(with("echo", TaskPriority.NORMAL, ""));
    clock.advance(Duration.ofMinutes(2));
    Task high = submit(with("echo", TaskPriority.HIGH, ""));
    gate.countDown();
    await(low, TaskState.SUCCEEDED);
    await(high, TaskState.SUCCEEDED);

    Task before = get(normal);
    assertThat(before.startedAt().orElseThrow())
        .isBeforeOrEqualTo(get(high).startedAt().orElseThrow());
    assertThat(before.state()).isEqualTo(TaskState.SUCCEEDED);
  }

  @Test
  void anEndedTaskGoesWhenItsTimeToBeKeptIsOver() {
    Task task = submit(labelled("echo", Map.of("a", "b")));
    await(task, TaskState.SUCCEEDED);
    clock.advance(Duration.ofDays(1).plusSeconds(11));
    queue.step();
    queue.step();

    assertThat(queue.get(task.id(), ResultPart.ALL)).isEmpty();
    assertThat(ids(filter(Set.of(), Set.of(), Map.of("a", "b")))).isEmpty();
    assertThat(queue.stats().states().get(TaskState.SUCCEEDED)).isZero();
  }

  @Test
  void aWorkerRunsAKindThatTheNodeDoesNotKnow() {
    Task task = submit("lent");
    Ledger ledger = new Ledger();
    TaskWorker worker = queue.lend("w", Set.of("lent"), 1, ledger).orElseThrow();
    queue.step();
    Task lease = ledger.only();
    assertThat(get(task).owner()).isEqualTo("w");
    assertThat(done(worker.complete(lease.id(), lease.token(), Bytes.utf8("r")))).isTrue();

    assertThat(get(task).result().text()).isEqualTo("r");
    assertThat(done(worker.complete(lease.id(), lease.token(), Bytes.EMPTY))).isFalse();
  }

  @Test
  void aWorkerThatClosesHasItsTasksRescuedAtOnce() {
    Task task = submit("lent");
    TaskWorker first = queue.lend("w1", Set.of("lent"), 1, new Ledger()).orElseThrow();
    queue.step();
    Ledger second = new Ledger();
    assertThat(queue.lend("w2", Set.of("lent"), 1, second)).isPresent();
    first.close();
    queue.step();
    queue.step();

    assertThat(second.live).containsKey(task.id());
    assertThat(get(task).rescues()).isEqualTo(1);
    assertThat(get(task).attempt()).isEqualTo(1);
  }

  @Test
  void aWorkerThatIsSilentForThreeHeartbeatsIsClosed() {
    submit("lent");
    Ledger ledger = new Ledger();
    TaskWorker worker = queue.lend("w", Set.of("lent"), 1, ledger).orElseThrow();
    queue.step();
    clock.advance(config().heartbeat().multipliedBy(3));
    queue.step();
    assertThat(ledger.closed).isEmpty();
    worker.heard();
    clock.advance(config().heartbeat().multipliedBy(3).plusMillis(1));
    queue.step();

    assertThat(ledger.closed).hasSize(1);
    assertThat(queue.stats().workers()).isZero();
    assertThat(queue.stats().rescues()).isEqualTo(1);
  }

  @Test
  void aTaskThatKillsWhoeverRunsItIsPoison() {
    Task task = submit("lent");
    for (int i = 0; i < config().rescuesMax(); i++) {
      TaskWorker worker = queue.lend("w", Set.of("lent"), 1, new Ledger()).orElseThrow();
      queue.step();
      worker.close();
      queue.step();
    }

    assertThat(get(task).state()).isEqualTo(TaskState.FAILED);
    assertThat(get(task).error()).isEqualTo("whoever ran it died, 3 times");
  }

  @Test
  void aWorkerIsToldOfACancel() {
    Task task = submit("lent");
    Ledger ledger = new Ledger();
    TaskWorker worker = queue.lend("w", Set.of("lent"), 1, ledger).orElseThrow();
    queue.step();
    Task lease = ledger.only();
    done(queue.cancel(task.id()));
    assertThat(ledger.revoked).containsExactly(task.id() + " CANCELLED");
    done(worker.fail(lease.id(), lease.token(), "stopped", true));

    assertThat(get(task).state()).isEqualTo(TaskState.CANCELLED);
  }

  @Test
  void aWorkerThatDrainsGetsNoMore() {
    Ledger ledger = new Ledger();
    TaskWorker worker = queue.lend("w", Set.of("lent"), 2, ledger).orElseThrow();
    worker.drain();
    Task task = submit("lent");
    queue.step();

    assertThat(ledger.live).isEmpty();
    assertThat(get(task).state()).isEqualTo(TaskState.READY);
  }
}
