package io.finstage.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.finstage.client.FinstageClient;
import io.finstage.client.Schedule;
import io.finstage.client.Task;
import io.finstage.client.TaskFilter;
import io.finstage.client.TaskHandle;
import io.finstage.client.TaskKind;
import io.finstage.client.TaskListener;
import io.finstage.client.TaskPriority;
import io.finstage.client.TaskState;
import io.finstage.client.Tasks;
import io.finstage.client.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SdkTasksIT {

  private static final Duration SOON = Duration.ofSeconds(40);

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
  void givesTheResultOfATaskThatHasSucceeded() throws InterruptedException {
    TaskHandle handle = tasks.submit("echo", "{\"say\":\"hello\"}").send();

    Optional<Task> ended = handle.await(SOON);

    assertThat(ended).map(Task::state).contains(TaskState.SUCCEEDED);
    assertThat(handle.result()).map(it -> new String(it, UTF_8)).contains("{\"say\":\"hello\"}");
    assertThat(ended.orElseThrow().resultBytes()).isEqualTo(15);
    assertThat(ended.orElseThrow().progress()).isEqualTo(1);
  }

  @Test
  void keepsWhatWasSubmitted() {
    Instant later = Instant.parse("2033-05-18T03:33:20Z");
    TaskHandle handle =
        tasks
            .submit("echo", "{}")
            .priority(TaskPriority.LOW)
            .label("desk", "fx")
            .label("user", "ann")
            .queue("night")
            .maxAttempts(7)
            .timeout(Duration.ofMillis(1500))
            .runAt(later)
            .requestId("keeps-what-was-submitted")
            .send();

    Task task = handle.get();

    assertThat(task.kind()).isEqualTo("echo");
    assertThat(task.state()).isEqualTo(TaskState.SCHEDULED);
    assertThat(task.priority()).isEqualTo(TaskPriority.LOW);
    assertThat(task.labels()).isEqualTo(Map.of("desk", "fx", "user", "ann"));
    assertThat(task.queue()).isEqualTo("night");
    assertThat(task.maxAttempts()).isEqualTo(7);
    assertThat(task.timeout()).isEqualTo(Duration.ofMillis(1500));
    assertThat(task.runAt()).isEqualTo(later);
    assertThat(task.requestId()).isEqualTo("keeps-what-was-submitted");
    assertThat(task.payload()).containsExactly("{}".getBytes(UTF_8));
    assertThat(task.startedAt()).isEmpty();
    assertThat(handle.cancel().state()).isEqualTo(TaskState.CANCELLED);
  }

  @Test
  void makesOneTaskOfOneRequest() {
    String first = tasks.submit("echo", "{\"a\":1}").requestId("one-request").send().id();

    assertThat(tasks.submit("echo", "{\"a\":1}").requestId("one-request").send().id())
        .isEqualTo(first);
    assertThatThrownBy(() -> tasks.submit("echo", "{\"a\":2}").requestId("one-request").send())
        .hasMessageStartingWith("ALREADY_EXISTS");
  }

  @Test
  void tellsAListenerOfEveryStepUntilTheEnd() {
    List<Task> seen = new CopyOnWriteArrayList<>();
    List<Optional<?>> ends = new CopyOnWriteArrayList<>();
    TaskHandle handle = tasks.submit("sleep", "{\"millis\":1500}").send();
    TaskListener listener =
        new TaskListener() {
          @Override
          public void onChange(Task task) {
            seen.add(task);
          }

          @Override
          public void onEnd(Optional<io.finstage.client.FinstageException> cause) {
            ends.add(cause);
          }
        };

    var _ = handle.watch(listener);
    await().atMost(SOON).until(() -> !ends.isEmpty());

    assertThat(ends.get(0)).isEmpty();
    assertThat(seen).extracting(Task::revision).isSorted().doesNotHaveDuplicates();
    assertThat(seen).extracting(Task::state).contains(TaskState.RUNNING);
    assertThat(seen.get(seen.size() - 1).state()).isEqualTo(TaskState.SUCCEEDED);
  }

  @Test
  void waitsNoLongerThanItMay() throws InterruptedException {
    TaskHandle handle = tasks.submit("sleep", "{\"millis\":60000}").send();

    assertThat(handle.await(Duration.ofMillis(200))).isEmpty();

    var _ = handle.cancel();
    assertThat(handle.await(SOON)).map(Task::state).contains(TaskState.CANCELLED);
    assertThat(handle.result()).isEmpty();
  }

  @Test
  void runsACancelledTaskAgain() throws InterruptedException {
    TaskHandle handle =
        tasks.submit("echo", "{}").runAt(Instant.parse("2033-05-18T03:33:20Z")).send();
    assertThatThrownBy(handle::rerun).hasMessageStartingWith("FAILED_PRECONDITION");
    var _ = handle.cancel();

    assertThat(handle.rerun().isCancelRequested()).isFalse();

    assertThat(handle.await(SOON)).map(Task::state).contains(TaskState.SUCCEEDED);
  }

  @Test
  void listsWhatFitsOverSeveralPages() throws InterruptedException {
    List<String> ids =
        IntStream.range(0, 450)
            .mapToObj(i -> tasks.submit("echo", "{}").label("batch", "pages").send().id())
            .toList();
    for (String id : ids) {
      assertThat(tasks.handle(id).await(SOON)).isPresent();
    }

    TaskFilter filter = TaskFilter.ALL.label("batch", "pages").states(TaskState.SUCCEEDED);
    List<String> listed =
        StreamSupport.stream(tasks.list(filter).spliterator(), false).map(Task::id).toList();

    assertThat(listed).hasSize(450).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(tasks.list(filter.states(TaskState.FAILED))).isEmpty();
  }

  @Test
  void namesTheKinds() {
    assertThat(tasks.kinds()).extracting(TaskKind::name).contains("echo", "sleep");
    assertThatThrownBy(() -> tasks.get("999999999")).hasMessageStartingWith("NOT_FOUND");
  }

  @Test
  void hasTasksSubmittedByASchedule() {
    Schedule often =
        tasks.createSchedule(
            "sdk-often",
            Timing.every(Duration.ofSeconds(1)),
            tasks.submit("echo", "{}").label("by", "sdk-often"));
    Timing evening = Timing.cron("30 16 * * 1-5", ZoneId.of("America/New_York"));
    assertThat(tasks.createSchedule("sdk-evening", evening, often.task()).timing())
        .isEqualTo(evening);

    await().atMost(SOON).until(() -> count(TaskFilter.ALL.label("by", "sdk-often")) >= 2);

    assertThat(tasks.schedules()).extracting(Schedule::name).contains("sdk-often", "sdk-evening");
    tasks.deleteSchedule("sdk-often");
    tasks.deleteSchedule("sdk-evening");
    assertThat(tasks.schedules()).extracting(Schedule::name).doesNotContain("sdk-often");
    assertThatThrownBy(() -> tasks.deleteSchedule("sdk-often")).hasMessageStartingWith("NOT_FOUND");
  }

  private static long count(TaskFilter filter) {
    return StreamSupport.stream(tasks.list(filter).spliterator(), false).count();
  }
}
