package io.finstage.bench;

import io.finstage.client.FailedForGoodException;
import io.finstage.client.FinstageClient;
import io.finstage.client.Task;
import io.finstage.client.TaskContext;
import io.finstage.client.TaskFilter;
import io.finstage.client.TaskState;
import io.finstage.client.Worker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Tasks of several kinds, some of which fail on purpose; half a second's work in one of five, and a
 * fifth done by a worker of the SDK. Every task that was acknowledged has to end, as it should, and
 * to stay ended. Thread-safe.
 */
final class SoakTasks implements AutoCloseable {

  private static final String WORKED = "soak";
  private static final String LABEL = "run";
  private static final Duration LOOK_AFTER = Duration.ofSeconds(3);
  private static final Duration END_MAX = Duration.ofSeconds(60);
  private static final int COMPLAINTS_MAX = 20;

  /** What one in ten is. */
  private enum Sort {
    ECHO("echo", "{}", TaskState.SUCCEEDED),
    SLEEP("sleep", "{\"millis\":500}", TaskState.SUCCEEDED),
    BAD("sleep", "{\"millis\":-1}", TaskState.FAILED),
    WORKED("soak", "well", TaskState.SUCCEEDED),
    WORKED_BADLY("soak", "badly", TaskState.FAILED);

    final String kind;
    final String payload;
    final TaskState end;

    Sort(String kind, String payload, TaskState end) {
      this.kind = kind;
      this.payload = payload;
      this.end = end;
    }

    static Sort of(long number) {
      return switch ((int) (number % 10)) {
        case 0, 1 -> SLEEP;
        case 2 -> BAD;
        case 3 -> WORKED;
        case 4 -> WORKED_BADLY;
        default -> ECHO;
      };
    }
  }

  private record Acknowledged(String id, Sort sort, Instant at) {}

  /** How a task was seen to have ended. */
  private record Ended(TaskState state, Optional<Instant> at) {}

  private final FinstageClient client;
  private final String run = Long.toHexString(System.nanoTime());
  private final Worker worker;
  private final ConcurrentHashMap<String, Sort> acknowledged = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Acknowledged> toLookAt = new ConcurrentLinkedQueue<>();
  private final ConcurrentHashMap<String, Ended> ended = new ConcurrentHashMap<>();
  private final AtomicLong workedTimes = new AtomicLong();

  SoakTasks(int port) {
    client = FinstageClient.connect("127.0.0.1:" + port);
    worker = client.worker("soak").handle(WORKED, this::work).slots(8).start();
  }

  private byte[] work(TaskContext context) throws FailedForGoodException {
    workedTimes.incrementAndGet();
    if (context.payloadText().equals(Sort.WORKED_BADLY.payload)) {
      throw new FailedForGoodException("on purpose");
    }
    return "done".getBytes(StandardCharsets.US_ASCII);
  }

  /** A request: submits one. */
  void submit(long number) {
    Sort sort = Sort.of(number);
    String id =
        client.tasks().submit(sort.kind, sort.payload).label(LABEL, run).maxAttempts(1).send().id();
    acknowledged.put(id, sort);
    toLookAt.add(new Acknowledged(id, sort, Instant.now()));
  }

  /** A request: looks at one that was acknowledged some seconds ago. */
  void look(long number) {
    Acknowledged next = toLookAt.peek();
    if (next == null || next.at.plus(LOOK_AFTER).isAfter(Instant.now())) {
      client.tasks().kinds();
      return;
    }
    next = toLookAt.poll();
    if (next != null) {
      Task task = client.tasks().get(next.id);
      if (task.state().isEnded()) {
        ended.put(next.id, new Ended(task.state(), task.endedAt()));
      }
    }
  }

  /**
   * What came of them.
   *
   * @param unacknowledged tasks that the server has though nobody was told so
   * @param rescued those that were running when the server died
   * @param workedTimes how often the worker's handler ran
   * @param wrong what must not be: one line each
   */
  record Outcome(
      int acknowledged,
      int endedWell,
      int endedBadly,
      int seenEndedBefore,
      int unacknowledged,
      int rescued,
      long workedTimes,
      List<String> wrong) {}

  /** Waits for the last to end; then compares. */
  Outcome settle() throws InterruptedException {
    TaskFilter mine = TaskFilter.ALL.label(LABEL, run);
    TaskFilter open = mine.states(TaskState.SCHEDULED, TaskState.READY, TaskState.RUNNING);
    long end = System.nanoTime() + END_MAX.toNanos();
    while (client.tasks().list(open).iterator().hasNext() && System.nanoTime() < end) {
      Thread.sleep(200);
    }
    Map<String, Task> all = new HashMap<>();
    List<String> wrong = new ArrayList<>();
    for (Task task : client.tasks().list(mine)) {
      if (all.put(task.id(), task) != null) {
        wrong.add("task " + task.id() + " is there twice");
      }
    }
    int well = 0;
    int badly = 0;
    for (Map.Entry<String, Sort> entry : acknowledged.entrySet()) {
      Task task = all.get(entry.getKey());
      String complaint = complaint(entry.getKey(), entry.getValue(), task);
      if (complaint != null && wrong.size() < COMPLAINTS_MAX) {
        wrong.add(complaint);
      } else if (entry.getValue().end == TaskState.SUCCEEDED) {
        well++;
      } else {
        badly++;
      }
    }
    return new Outcome(
        acknowledged.size(),
        well,
        badly,
        ended.size(),
        all.size() - acknowledged.size(),
        (int) all.values().stream().filter(task -> task.rescues() > 0).count(),
        workedTimes.get(),
        wrong);
  }

  private @Nullable String complaint(String id, Sort sort, @Nullable Task task) {
    if (task == null) {
      return "task %s (%s) was acknowledged and is gone".formatted(id, sort);
    }
    if (task.state() != sort.end) {
      return "task %s (%s) is %s: %s".formatted(id, sort, task.state(), task.error());
    }
    Ended before = ended.get(id);
    if (before != null && !before.equals(new Ended(task.state(), task.endedAt()))) {
      return "task %s (%s) ended twice: %s, then %s at %s"
          .formatted(id, sort, before, task.state(), task.endedAt());
    }
    return null;
  }

  @Override
  public void close() {
    worker.close();
    client.close();
  }
}
