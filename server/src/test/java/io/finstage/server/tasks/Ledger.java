package io.finstage.server.tasks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A worker that writes down what it is told, and does what the test says. */
final class Ledger implements WorkerListener {

  final Map<Long, Task> live = new TreeMap<>();
  final List<String> revoked = new ArrayList<>();
  final List<String> closed = new ArrayList<>();
  final List<String> overlaps = new ArrayList<>();

  @Override
  public void lease(Task task, Instant deadline) {
    if (live.put(task.id(), task) != null) {
      overlaps.add("task " + task.id() + " leased twice");
    }
  }

  @Override
  public void revoke(long id, long token, String reason) {
    revoked.add(id + " " + reason);
    live.remove(id);
  }

  @Override
  public void closed(String reason) {
    closed.add(reason);
    live.clear();
  }

  Task only() {
    return live.values().iterator().next();
  }
}
