package io.finstage.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.finstage.proto.v1.StreamEvent;
import io.finstage.proto.v1.TaskUpdate;
import io.finstage.server.hub.Event;
import io.finstage.server.tasks.Bytes;
import io.finstage.server.tasks.Submission;
import io.finstage.server.tasks.Task;
import io.finstage.server.tasks.TaskState;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TaskWatchTest {

  private static final Instant SINCE = Instant.parse("2026-11-22T10:00:00Z");
  private static final int WAITING_MAX = 3;

  private final Queue<Event> queued = new ArrayDeque<>();
  private final AtomicInteger full = new AtomicInteger();

  @Test
  void whatComesBeforeTheBeginningIsToldAfterIt() {
    TaskWatch watch = watch(true);
    watch.changed(task(1, 1, SINCE.minusSeconds(1)));
    boolean early = !queued.isEmpty();
    watch.begin();

    assertThat(early).isFalse();
    assertThat(written()).containsExactly("1:1 snapshot");
  }

  @Test
  void aSlowReaderIsToldOnlyTheNewestOfEachTask() {
    TaskWatch watch = watch(true);
    watch.begin();
    watch.changed(task(1, 1, SINCE));
    watch.changed(task(2, 1, SINCE));
    watch.changed(task(1, 2, SINCE));
    watch.changed(task(1, 3, SINCE));

    assertThat(queued).hasSize(2);
    assertThat(written()).containsExactly("1:3", "2:1");
  }

  @Test
  void aReaderThatKeepsUpIsToldEveryChange() {
    TaskWatch watch = watch(true);
    watch.begin();
    List<String> told = new ArrayList<>();
    for (int revision = 1; revision <= 3; revision++) {
      watch.changed(task(1, revision, SINCE));
      told.addAll(written());
    }

    assertThat(told).containsExactly("1:1", "1:2", "1:3");
  }

  @Test
  void onlyTheFirstOfATaskThatWasThereBeforeIsASnapshot() {
    TaskWatch watch = watch(true);
    watch.begin();
    watch.changed(task(1, 4, SINCE.minusSeconds(1)));
    List<String> first = written();
    watch.changed(task(1, 5, SINCE.minusSeconds(1)));
    watch.changed(task(2, 1, SINCE.plusSeconds(1)));

    assertThat(first).containsExactly("1:4 snapshot");
    assertThat(written()).containsExactly("1:5", "2:1");
  }

  @Test
  void whoWantsNoSnapshotIsToldOfChangesOnly() {
    TaskWatch watch = watch(false);
    watch.begin();
    watch.changed(task(1, 4, SINCE.minusSeconds(1)));
    watch.changed(task(1, 5, SINCE.minusSeconds(1)));

    assertThat(written()).containsExactly("1:5");
  }

  @Test
  void nothingIsToldAfterTheEndNotEvenWhatIsQueued() {
    TaskWatch watch = watch(true);
    watch.begin();
    watch.changed(task(1, 1, SINCE));
    watch.end();
    watch.changed(task(1, 2, SINCE));

    assertThat(queued).hasSize(1);
    assertThat(written()).isEmpty();
  }

  @Test
  void moreTasksThanMayWaitEndTheConversationOnce() {
    TaskWatch watch = watch(true);
    watch.begin();
    for (int id = 1; id <= WAITING_MAX + 3; id++) {
      watch.changed(task(id, 1, SINCE));
    }

    assertThat(full).hasValue(1);
    assertThat(queued).hasSize(WAITING_MAX);
  }

  private TaskWatch watch(boolean snapshots) {
    return new TaskWatch(snapshots, SINCE, WAITING_MAX, queued::add, full::incrementAndGet);
  }

  /** What the outlet would write now. */
  private List<String> written() {
    List<String> told = new ArrayList<>();
    for (Event event = queued.poll(); event != null; event = queued.poll()) {
      if (LateEvent.settled(event) instanceof Event.Message(StreamEvent said)) {
        TaskUpdate update = said.getTaskUpdate();
        told.add(
            update.getTask().getId()
                + ":"
                + update.getTask().getRevision()
                + (update.getSnapshot() ? " snapshot" : ""));
      }
    }
    return told;
  }

  private static Task task(long id, long revision, Instant createdAt) {
    return new Task(
        id,
        Submission.of("echo", Bytes.EMPTY),
        TaskState.READY,
        0,
        0,
        0,
        0,
        "",
        "",
        "",
        false,
        revision,
        createdAt,
        createdAt,
        Optional.empty(),
        Optional.empty(),
        Bytes.EMPTY,
        0);
  }
}
