package io.finstage.server;

import static io.finstage.server.TaskStage.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.finstage.server.api.ws.RawClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A client that watches tasks and never reads, beside one that does. */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
class SlowTaskWatcherIT {

  /** More than wait for one subscription, with what the kernel takes on top. */
  private static final int TASKS_MAX = 100_000;

  private static final int CLIENTS = 64;
  private static final String TEAM = "x".repeat(128);
  private static final Pattern ID = Pattern.compile("\"task\":\\{\"id\":\"(\\d+)\"");
  private static final String SUBSCRIBE =
      "{\"type\":\"subscribe\",\"request_id\":\"1\",\"channel\":\"tasks\",\"labels\":{\"team\":\""
          + TEAM
          + "\"}}";

  @TempDir private Path folder;
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final Set<String> submitted = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean over = new AtomicBoolean();

  @Test
  void aWatcherThatNeverReadsIsCutWhileAnotherMissesNothing() throws Exception {
    try (RunningServer server =
            RunningServer.start(Map.of("data.dir", folder.toString(), "hub.close-timeout", "1s"));
        TaskStage stage = new TaskStage(server.port());
        RawClient reader = RawClient.open(server.port());
        RawClient stopped = RawClient.openNarrow(server.port());
        ScheduledExecutorService pace = Executors.newScheduledThreadPool(1)) {
      reader.say(SUBSCRIBE);
      reader.text("\"subscribed\"");
      Thread.startVirtualThread(() -> read(reader));
      stopped.say(SUBSCRIBE);
      keepAlive(pace, reader);
      keepAlive(pace, stopped);
      await().atMost(TaskStage.SOON).until(() -> server.sample("finstage_task_watchers") == 2);
      try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < CLIENTS; i++) {
          var _ = clients.submit(() -> submit(stage));
        }
        try {
          await()
              .atMost(Duration.ofMinutes(2))
              .until(() -> server.sample("finstage_task_watchers") == 1);
        } finally {
          over.set(true);
        }
      }
      pace.shutdownNow();

      await().atMost(TaskStage.SOON).until(() -> told.containsAll(submitted));
      assertThat(submitted).hasSizeGreaterThan(10_000);
      assertThat(stopped.ends()).isTrue();
      System.out.printf(
          "a watcher that never reads was cut; the other was told of all %,d tasks%n", told.size());
    }
  }

  private void submit(TaskStage stage) {
    while (!over.get() && submitted.size() < TASKS_MAX) {
      submitted.add(stage.submit(task("nobody", "").putLabels("team", TEAM)));
    }
  }

  private void read(RawClient reader) {
    try {
      while (true) {
        Matcher matcher = ID.matcher(reader.next().payload());
        if (matcher.find()) {
          told.add(matcher.group(1));
        }
      }
    } catch (IOException e) {
      // It ends with the test.
      over.set(true);
    }
  }

  private static void keepAlive(ScheduledExecutorService pace, RawClient client) {
    var _ = pace.scheduleAtFixedRate(() -> pong(client), 0, 1, TimeUnit.SECONDS);
  }

  private static void pong(RawClient client) {
    try {
      client.pong();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
