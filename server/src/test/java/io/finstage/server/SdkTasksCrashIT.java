package io.finstage.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.finstage.client.ClientOptions;
import io.finstage.client.FinstageClient;
import io.finstage.client.Task;
import io.finstage.client.TaskHandle;
import io.finstage.client.TaskState;
import io.finstage.client.Worker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged server is killed while a client waits for it. */
@Timeout(180)
class SdkTasksCrashIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final int port = LaunchedServer.freePort();
  private LaunchedServer server;
  private FinstageClient client;

  @BeforeEach
  void start() {
    server = launch();
    client =
        FinstageClient.connect("127.0.0.1:" + port, ClientOptions.defaults().withDeadline(SOON));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void anAwaitAndAWatchOutliveTheServer() throws Exception {
    TaskHandle handle = client.tasks().submit("sleep", "{\"millis\":3000}").send();
    CompletableFuture<Optional<Task>> waiting =
        CompletableFuture.supplyAsync(() -> awaitEnd(handle));
    List<Task> seen = new CopyOnWriteArrayList<>();
    var _ = handle.watch(seen::add);
    await().atMost(SOON).until(() -> handle.get().state() == TaskState.RUNNING);

    server.kill();
    server = launch();

    Task ended = waiting.get().orElseThrow();
    assertThat(ended.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ended.rescues()).isEqualTo(1);
    await().atMost(SOON).until(() -> seen.get(seen.size() - 1).state() == TaskState.SUCCEEDED);
    assertThat(seen).extracting(Task::revision).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aSubmitWaitsForAServerThatIsStartedAgain() throws Exception {
    server.kill();
    CompletableFuture<TaskHandle> sending =
        CompletableFuture.supplyAsync(() -> client.tasks().submit("echo", "{}").send());

    server = launch();

    assertThat(awaitEnd(sending.get())).map(Task::state).contains(TaskState.SUCCEEDED);
  }

  @Test
  void aWorkerComesBackAfterItsServerWasKilled() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    try (Worker worker =
        client
            .worker("patient")
            .handle(
                "patient",
                context -> {
                  if (context.task().rescues() == 0) {
                    try {
                      new CountDownLatch(1).await();
                    } finally {
                      interrupted.countDown();
                    }
                  }
                  return "done".getBytes(UTF_8);
                })
            .start()) {
      TaskHandle handle = client.tasks().submit("patient").send();
      await().atMost(SOON).until(() -> handle.get().state() == TaskState.RUNNING);

      server.kill();
      interrupted.await();
      server = launch();

      Task ended = awaitEnd(handle).orElseThrow();
      assertThat(ended.state()).isEqualTo(TaskState.SUCCEEDED);
      assertThat(ended.rescues()).isEqualTo(1);
      assertThat(worker.isConnected()).isTrue();
    }
  }

  private LaunchedServer launch() {
    return LaunchedServer.start(folder, "--server.port=" + port, "--feed.source=none");
  }

  private static Optional<Task> awaitEnd(TaskHandle handle) {
    try {
      return handle.await(SOON);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
