package io.finstage.server.tasks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What handlers said of their progress and is not written yet: of each the latest, and each at most
 * once a second. A handler that says much costs one object a call. Any thread says; the loop takes.
 */
final class ProgressBoard {

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Queue<Running> fresh = new ConcurrentLinkedQueue<>();
  private final List<Running> waiting = new ArrayList<>();

  void say(Running running, double ratio, String note) {
    double inside = Double.isNaN(ratio) ? 0 : Math.clamp(ratio, 0, 1);
    Running.Progress next = new Running.Progress(inside, TaskRow.clean(note, Task.NOTE_MAX));
    // Only the first since it was taken stands in line.
    if (running.said.getAndSet(next) == null) {
      fresh.add(running);
    }
  }

  /** Puts it in line once more. */
  void again(Running running) {
    fresh.add(running);
  }

  /** Those whose time to be written has come; the loop only. */
  List<Running> due(Instant now) {
    Running next = fresh.poll();
    while (next != null) {
      waiting.add(next);
      next = fresh.poll();
    }
    List<Running> due = new ArrayList<>();
    waiting.removeIf(running -> {
      if (running.ending != null || running.progressAt.isAfter(now.minus(INTERVAL))) {
        return running.ending != null;
      }
      return due.add(running);
    });
    return due;
  }
}
