package io.finstage.client;

import static io.finstage.client.FakeTasks.task;
import static io.finstage.proto.v1.TaskState.FAILED;
import static io.finstage.proto.v1.TaskState.READY;
import static io.finstage.proto.v1.TaskState.RUNNING;
import static io.finstage.proto.v1.TaskState.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.finstage.client.FakeTasks.Watched;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TaskHandleTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final FakeTasks server = new FakeTasks();
  private final TaskFixture fixture = new TaskFixture(server);
  private final TaskHandle handle = fixture.client.tasks().handle("7");

  private static final class Recorder implements TaskListener {

    volatile boolean fails;
    final BlockingQueue<Task> changes = new LinkedBlockingQueue<>();
    final BlockingQueue<Optional<FinstageException>> ends = new LinkedBlockingQueue<>();

    @Override
    public void onChange(Task task) {
      changes.add(task);
      if (fails) {
        throw new IllegalStateException("a listener that fails");
      }
    }

    @Override
    public void onEnd(Optional<FinstageException> cause) {
      ends.add(cause);
    }

    long nextRevision() throws InterruptedException {
      return changes.poll(20, TimeUnit.SECONDS).revision();
    }
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void waitsUntilTheTaskHasEnded() throws InterruptedException {
    server.toWatch.add(
        new Watched(List.of(task(1, READY), task(2, RUNNING), task(3, SUCCEEDED)), Status.OK));

    assertThat(handle.await(MINUTE)).map(Task::state).contains(TaskState.SUCCEEDED);
  }

  @Test
  void tellsOfAFailureByItsState() throws InterruptedException {
    server.toWatch.add(new Watched(List.of(task(9, FAILED)), Status.OK));

    assertThat(handle.await(MINUTE)).map(Task::state).contains(TaskState.FAILED);
  }

  @Test
  void watchesAgainWhenTheServerIsStartedAgain() throws InterruptedException {
    server.toWatch.add(new Watched(List.of(task(1, RUNNING)), Status.UNAVAILABLE));
    server.toWatch.add(new Watched(List.of(), Status.UNAVAILABLE));
    server.toWatch.add(new Watched(List.of(task(1, RUNNING)), Status.OK));
    server.toWatch.add(new Watched(List.of(task(4, SUCCEEDED)), Status.OK));

    assertThat(handle.await(MINUTE)).map(Task::state).contains(TaskState.SUCCEEDED);
    assertThat(fixture.pauses)
        .containsExactly(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(200));
  }

  @Test
  void waitsNoLongerThanItMayForAServerThatIsGone() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      server.toWatch.add(new Watched(List.of(), Status.UNAVAILABLE));
    }

    assertThat(handle.await(MINUTE)).isEmpty();
    assertThat(fixture.pauses.stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(MINUTE);
  }

  @Test
  void waitsNoLongerThanItMayForATaskThatRuns() throws InterruptedException {
    server.toWatch.add(new Watched(List.of(task(1, RUNNING)), null));

    assertThat(handle.await(Duration.ofMillis(50))).isEmpty();
  }

  @Test
  void doesNotWaitForATaskThatIsNotThere() {
    server.toWatch.add(new Watched(List.of(), Status.NOT_FOUND));

    assertThatThrownBy(() -> handle.await(MINUTE)).hasMessageStartingWith("NOT_FOUND");
  }

  @Test
  void endsAWaitThatIsInterruptedAndItsCall() throws InterruptedException {
    server.toWatch.add(new Watched(List.of(task(1, RUNNING)), null));
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread waiting =
        new Thread(() -> {
          try {
            var unused = handle.await(MINUTE);
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
        });
    waiting.start();
    while (server.watches.isEmpty()) {
      Thread.onSpinWait();
    }

    waiting.interrupt();

    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(server.watches.get(0).isCancelled()).isTrue();
  }

  @Test
  void tellsAListenerOfEachChangeOnceOverABrokenConnection() throws InterruptedException {
    server.toWatch.add(new Watched(List.of(task(1, READY), task(2, RUNNING)), Status.UNAVAILABLE));
    server.toWatch.add(new Watched(List.of(task(2, RUNNING), task(5, SUCCEEDED)), Status.OK));
    Recorder recorder = new Recorder();

    var unused = handle.watch(recorder);

    assertThat(recorder.ends.poll(20, TimeUnit.SECONDS)).isEmpty();
    assertThat(recorder.changes).extracting(Task::revision).containsExactly(1L, 2L, 5L);
  }

  @Test
  void tellsAListenerWhyItCannotGoOn() throws InterruptedException {
    server.toWatch.add(new Watched(List.of(task(1, READY)), Status.NOT_FOUND));
    Recorder recorder = new Recorder();

    var unused = handle.watch(recorder);

    assertThat(recorder.ends.poll(20, TimeUnit.SECONDS))
        .map(FinstageException::code)
        .contains(FinstageException.Code.NOT_FOUND);
  }

  @Test
  void goesOnAfterTheListenerHasFailed() throws InterruptedException {
    Logger logger = Logger.getLogger(TaskWatch.class.getName());
    logger.setLevel(Level.OFF);
    try {
      server.toWatch.add(new Watched(List.of(task(1, READY), task(2, SUCCEEDED)), Status.OK));
      Recorder recorder = new Recorder();
      recorder.fails = true;

      var unused = handle.watch(recorder);

      assertThat(recorder.ends.poll(20, TimeUnit.SECONDS)).isEmpty();
      assertThat(recorder.changes).extracting(Task::revision).containsExactly(1L, 2L);
    } finally {
      logger.setLevel(null);
    }
  }

  @Test
  void endsAWatchThatIsClosedAndItsCall() throws InterruptedException {
    server.toWatch.add(new Watched(List.of(task(1, RUNNING)), null));
    Recorder recorder = new Recorder();
    TaskWatch watch = handle.watch(recorder);
    assertThat(recorder.nextRevision()).isEqualTo(1);

    watch.close();
    watch.close();

    assertThat(recorder.ends.poll(20, TimeUnit.SECONDS)).isEmpty();
    assertThat(server.watches.get(0).isCancelled()).isTrue();
  }

  @Test
  void endsItsWatchesWithTheClient() throws InterruptedException {
    server.toWatch.add(new Watched(List.of(task(1, RUNNING)), null));
    Recorder recorder = new Recorder();
    var unused = handle.watch(recorder);
    assertThat(recorder.nextRevision()).isEqualTo(1);

    fixture.client.close();

    assertThat(recorder.ends.poll(20, TimeUnit.SECONDS)).isEmpty();
  }

  @Test
  void cancelsAndRunsAgain() {
    server.tasks.put("7", task(1, READY));

    assertThat(handle.cancel().state()).isEqualTo(TaskState.CANCELLED);
    assertThat(handle.rerun().state()).isEqualTo(TaskState.READY);
    assertThat(handle.get().revision()).isEqualTo(3);
  }

  @Test
  void hasAResultOnlyOnceTheTaskHasSucceeded() {
    server.tasks.put("7", task(1, RUNNING));
    assertThat(handle.result()).isEmpty();

    ByteString large = ByteString.copyFrom(new byte[16 * 1024 * 1024]);
    server.tasks.put("7", task(2, SUCCEEDED).toBuilder().setResult(large).build());

    assertThat(handle.result()).hasValueSatisfying(it -> assertThat(it).hasSize(large.size()));
  }
}
