package io.finstage.server.api;

import io.finstage.proto.v1.Delivery;
import io.finstage.proto.v1.Resume;
import io.finstage.proto.v1.Subscribe;
import io.finstage.proto.v1.Unsubscribe;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a request for the channel {@code tasks} makes sense. Every function is pure. */
final class TaskTopics {

  private TaskTopics() {}

  /** What is wrong with a subscribe; empty when nothing is. */
  static Optional<Refusal> refusal(Subscribe it) {
    TaskFields fields = new TaskFields();
    plain(
        it.getSymbolsList(), it.getInterval(), it.getIndicatorsList(), it.getClosedOnly(), fields);
    Delivery delivery = it.getDelivery();
    if (delivery.getMode() != Delivery.Mode.MODE_UNSPECIFIED
        && delivery.getMode() != Delivery.Mode.LATEST) {
      fields.add("delivery.mode", "must be LATEST or absent with tasks");
    }
    if (delivery.getIntervalMs() != 0) {
      fields.add("delivery.interval_ms", "must be absent unless mode is INTERVAL");
    }
    if (!it.getResume().equals(Resume.getDefaultInstance())) {
      fields.add("resume", "must be absent with tasks: a snapshot says it all");
    }
    if (it.getTaskIdsCount() == 0 && it.getLabelsCount() == 0) {
      fields.add("task_ids", "must name at least one task, or labels must be given");
    }
    fields.labels("labels", it.getLabelsMap());
    return fields.refusal();
  }

  /** What is wrong with an unsubscribe; empty when nothing is. */
  static Optional<Refusal> refusal(Unsubscribe it) {
    TaskFields fields = new TaskFields();
    plain(
        it.getSymbolsList(), it.getInterval(), it.getIndicatorsList(), it.getClosedOnly(), fields);
    fields.labels("labels", it.getLabelsMap());
    return fields.refusal();
  }

  /** Whether a request for another channel speaks of tasks. */
  static Optional<Refusal> stray(List<String> taskIds, Map<String, String> labels) {
    TaskFields fields = new TaskFields();
    if (!taskIds.isEmpty()) {
      fields.add("task_ids", "must be empty unless the channel is \"tasks\"");
    }
    if (!labels.isEmpty()) {
      fields.add("labels", "must be empty unless the channel is \"tasks\"");
    }
    return fields.refusal();
  }

  private static void plain(
      List<String> symbols,
      String interval,
      List<String> indicators,
      boolean closedOnly,
      TaskFields fields) {
    if (!symbols.isEmpty()) {
      fields.add("symbols", "must be empty with tasks");
    }
    if (!interval.isEmpty()) {
      fields.add("interval", "must be absent with tasks");
    }
    if (!indicators.isEmpty()) {
      fields.add("indicators", "must be empty with tasks");
    }
    if (closedOnly) {
      fields.add("closed_only", "must be false with tasks");
    }
  }
}
