package io.finstage.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.finstage.client.FailedForGoodException;
import io.finstage.client.FinstageClient;
import io.finstage.client.Task;
import io.finstage.client.TaskHandle;
import io.finstage.client.TaskKind;
import io.finstage.client.TaskState;
import io.finstage.client.Tasks;
import io.finstage.client.Worker;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SdkWorkerIT {

  private static final Duration SOON = Duration.ofSeconds(40);
  private static final byte[] NOTHING = {};

  private static RunningServer server;
  private static FinstageClient client;
  private static Tasks tasks;

  @BeforeAll
  static void start() {
    server = RunningServer.start(Map.of());
    client = FinstageClient.connect("127.0.0.1:" + server.port());
    tasks = client.tasks();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @Test
  void runsAKindThatTheServerDoesNotKnow() throws InterruptedException {
    try (Worker worker =
        client
            .worker("shouter")
            .handle("shout", context -> upper(context.payloadText()))
            .slots(8)
            .start()) {
      await().atMost(SOON).until(worker::isConnected);
      assertThat(tasks.kinds())
          .filteredOn(kind -> kind.name().equals("shout"))
          .extracting(TaskKind::workerSlots)
          .containsExactly(8);
      List<TaskHandle> handles =
          IntStream.range(0, 200).mapToObj(i -> tasks.submit("shout", "no " + i).send()).toList();

      for (int i = 0; i < handles.size(); i++) {
        assertThat(handles.get(i).await(SOON)).map(Task::state).contains(TaskState.SUCCEEDED);
        assertThat(handles.get(i).result()).map(it -> new String(it, UTF_8)).contains("NO " + i);
      }
    }
  }

  @Test
  void keepsProgressAndTheLargestResultAndRefusesALargerOne() throws InterruptedException {
    byte[] large = new byte[3_000_000];
    Arrays.fill(large, (byte) 7);
    CountDownLatch seen = new CountDownLatch(1);
    try (Worker worker =
        client
            .worker("maker")
            .handle(
                "make",
                context -> {
                  context.progress(0.25, "a quarter");
                  seen.await();
                  return large;
                })
            .handle("too-much", context -> new byte[4 << 20])
            .start()) {
      TaskHandle handle = tasks.submit("make").send();
      await().atMost(SOON).until(() -> handle.get().progress() == 0.25);
      assertThat(handle.get().note()).isEqualTo("a quarter");
      assertThat(handle.get().owner()).contains(worker.name());

      seen.countDown();

      assertThat(handle.await(SOON)).map(Task::resultBytes).contains((long) large.length);
      assertThat(handle.result()).contains(large);
      assertThat(tasks.submit("too-much").send().await(SOON))
          .map(Task::state)
          .contains(TaskState.FAILED);
      assertThat(worker.isConnected()).isTrue();
    }
  }

  @Test
  void triesAgainWhatThrewAndFailsForGoodWhatCannotSucceed() throws InterruptedException {
    AtomicInteger calls = new AtomicInteger();
    try (Worker worker =
        client
            .worker("moody")
            .handle(
                "moody",
                context -> {
                  calls.incrementAndGet();
                  if (context.attempt() == 1) {
                    throw new IllegalStateException("not today");
                  }
                  return NOTHING;
                })
            .handle(
                "hopeless",
                context -> {
                  throw new FailedForGoodException("no such day");
                })
            .start()) {
      TaskHandle again = tasks.submit("moody").send();
      TaskHandle never = tasks.submit("hopeless").send();

      Task succeeded = again.await(SOON).orElseThrow();
      assertThat(succeeded.state()).isEqualTo(TaskState.SUCCEEDED);
      assertThat(succeeded.attempt()).isEqualTo(2);
      assertThat(calls).hasValue(2);
      Task failed = never.await(SOON).orElseThrow();
      assertThat(failed.state()).isEqualTo(TaskState.FAILED);
      assertThat(failed.attempt()).isEqualTo(1);
      assertThat(failed.error()).isEqualTo("no such day");
      assertThat(worker.isConnected()).isTrue();
    }
  }

  @Test
  void interruptsAHandlerWhoseTaskIsCancelledOrOutOfTime() throws InterruptedException {
    AtomicInteger interrupts = new AtomicInteger();
    try (Worker worker =
        client
            .worker("slow")
            .handle(
                "slow",
                context -> {
                  try {
                    new CountDownLatch(1).await();
                    return NOTHING;
                  } catch (InterruptedException e) {
                    interrupts.incrementAndGet();
                    throw e;
                  }
                })
            .slots(2)
            .start()) {
      TaskHandle cancelled = tasks.submit("slow").send();
      TaskHandle late = tasks.submit("slow").timeout(Duration.ofMillis(300)).maxAttempts(1).send();
      await().atMost(SOON).until(() -> cancelled.get().state() == TaskState.RUNNING);

      var _ = cancelled.cancel();

      assertThat(cancelled.await(SOON)).map(Task::state).contains(TaskState.CANCELLED);
      assertThat(late.await(SOON)).map(Task::state).contains(TaskState.FAILED);
      await().atMost(SOON).until(() -> interrupts.get() == 2 && worker.running() == 0);
    }
  }

  @Test
  void drainsWhenItIsClosed() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Worker first =
        client
            .worker("first")
            .handle(
                "drained",
                context -> {
                  begun.countDown();
                  release.await();
                  return upper("first");
                })
            .start();
    TaskHandle running = tasks.submit("drained").send();
    begun.await();
    Thread closing = Thread.ofVirtual().start(first::close);
    TaskHandle waiting = tasks.submit("drained").send();
    await().atMost(SOON).until(() -> tasks.kinds().stream().noneMatch(SdkWorkerIT::isDrained));

    try (Worker second =
        client.worker("second").handle("drained", context -> upper("second")).start()) {
      assertThat(waiting.await(SOON)).isPresent();
      assertThat(closing.isAlive()).isTrue();
      release.countDown();
      closing.join();

      Task ended = running.await(SOON).orElseThrow();
      assertThat(ended.state()).isEqualTo(TaskState.SUCCEEDED);
      assertThat(ended.rescues()).isZero();
      assertThat(second.isConnected()).isTrue();
    }
    assertThat(text(running)).contains("FIRST");
    assertThat(text(waiting)).contains("SECOND");
  }

  @Test
  void takesOverTheTasksOfAWorkerThatIsKilled() throws InterruptedException {
    List<TaskHandle> handles;
    try (WorkerProcess holder = WorkerProcess.start(server.port())) {
      handles = IntStream.range(0, 4).mapToObj(i -> tasks.submit("hold").send()).toList();
      for (TaskHandle handle : handles) {
        await().atMost(SOON).until(() -> handle.get().note().equals("held"));
      }
      holder.kill();
    }

    try (Worker other =
        client.worker("other").handle("hold", context -> upper("let go")).slots(2).start()) {
      for (TaskHandle handle : handles) {
        Task ended = handle.await(SOON).orElseThrow();
        assertThat(ended.state()).isEqualTo(TaskState.SUCCEEDED);
        assertThat(ended.rescues()).isEqualTo(1);
        assertThat(text(handle)).contains("LET GO");
      }
      assertThat(other.isConnected()).isTrue();
    }
  }

  private static boolean isDrained(TaskKind kind) {
    return kind.name().equals("drained") && kind.workerSlots() > 0;
  }

  private static Optional<String> text(TaskHandle handle) {
    return handle.result().map(it -> new String(it, UTF_8));
  }

  private static byte[] upper(String text) {
    return text.toUpperCase(Locale.ROOT).getBytes(UTF_8);
  }
}
