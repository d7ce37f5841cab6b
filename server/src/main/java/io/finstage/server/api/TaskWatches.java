package io.finstage.server.api;

import io.finstage.proto.v1.Delivery;
import io.finstage.proto.v1.StreamEvent;
import io.finstage.proto.v1.Subscribe;
import io.finstage.proto.v1.Subscribed;
import io.finstage.proto.v1.Subscription;
import io.finstage.proto.v1.TaskResult;
import io.finstage.proto.v1.Unsubscribe;
import io.finstage.proto.v1.Unsubscribed;
import io.finstage.server.hub.CloseReason;
import io.finstage.server.hub.Event;
import io.finstage.server.hub.Subscriber;
import io.finstage.server.tasks.QueueUnavailableException;
import io.finstage.server.tasks.TaskFilter;
import io.finstage.server.tasks.TaskQueue;
import io.finstage.server.tasks.TaskWatcher;
import io.grpc.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What one conversation subscribes to in the channel {@code tasks}. At most {@link
 * TaskChannel#watchesMax} watches; of each, at most {@value #WAITING_MAX} tasks wait to be written,
 * then the client is a slow consumer. One thread at a time asks; any thread may close.
 */
final class TaskWatches {

  private static final int WAITING_MAX = 10_000;

  private static final Delivery LATEST =
      Delivery.newBuilder().setMode(Delivery.Mode.LATEST).build();

  /** What is watched: a task, or labels where the id is 0. */
  private record Key(long id, Map<String, String> labels) {}

  /**
   * @param handle empty where as many watch as may
   */
  private record Open(TaskWatch watch, Optional<AutoCloseable> handle) {}

  private final TaskChannel channel;
  private final Subscriber subscriber;
  private final Map<Key, Open> open = new LinkedHashMap<>();
  private boolean over;

  TaskWatches(TaskChannel channel, Subscriber subscriber) {
    this.channel = channel;
    this.subscriber = subscriber;
  }

  /** Subscribes, answers, then tells how things stand; or says why not, and changes nothing. */
  Optional<Refusal> subscribe(Subscribe request) throws InterruptedException {
    Optional<Refusal> wrong = TaskTopics.refusal(request).or(() -> overLimit(request));
    if (wrong.isPresent()) {
      return wrong;
    }
    boolean snapshots = !request.hasSnapshot() || request.getSnapshot();
    Map<Key, Open> opened = new LinkedHashMap<>();
    Subscribed.Builder answer =
        Subscribed.newBuilder()
            .setRequestId(request.getRequestId())
            .setChannel(TaskChannel.NAME)
            .setDelivery(LATEST);
    try {
      for (String text : new LinkedHashSet<>(request.getTaskIdsList())) {
        answer.addTaskResults(
            TaskResult.newBuilder().setTaskId(text).setStatus(add(text, snapshots, opened)));
      }
    } catch (QueueUnavailableException e) {
      opened.values().forEach(TaskWatches::end);
      return Optional.of(TaskRefusals.unreadable());
    }
    if (request.getLabelsCount() > 0) {
      Key key = new Key(0, Map.copyOf(request.getLabelsMap()));
      answer.addTaskResults(
          TaskResult.newBuilder()
              .putAllLabels(key.labels())
              .setStatus(add(key, snapshots, opened)));
    }
    if (opened.values().stream().anyMatch(it -> it.handle().isEmpty())) {
      opened.values().forEach(TaskWatches::end);
      TaskQueue queue = channel.queue();
      return Optional.of(TaskRefusals.full("tasks.watchers-max", queue.config().watchersMax()));
    }
    keep(opened);
    say(request.getRequestId(), StreamEvent.newBuilder().setSubscribed(answer).build());
    opened.values().forEach(it -> it.watch().begin());
    return Optional.empty();
  }

  /** Ends subscriptions and answers; or says why not. */
  Optional<Refusal> unsubscribe(Unsubscribe request) throws InterruptedException {
    Optional<Refusal> wrong = TaskTopics.refusal(request);
    if (wrong.isPresent()) {
      return wrong;
    }
    Unsubscribed.Builder answer =
        Unsubscribed.newBuilder().setRequestId(request.getRequestId()).setChannel(TaskChannel.NAME);
    for (String text : new LinkedHashSet<>(request.getTaskIdsList())) {
      OptionalLong id = TaskFields.id(text);
      TaskResult.Status status =
          id.isEmpty()
              ? TaskResult.Status.INVALID_TASK_ID
              : ended(remove(new Key(id.getAsLong(), Map.of())));
      answer.addTaskResults(TaskResult.newBuilder().setTaskId(text).setStatus(status));
    }
    boolean all = request.getTaskIdsCount() == 0 && request.getLabelsCount() == 0;
    if (all) {
      answer.addTaskResults(TaskResult.newBuilder().setStatus(ended(removeAll())));
    } else if (request.getLabelsCount() > 0) {
      Map<String, String> labels = request.getLabelsMap();
      answer.addTaskResults(
          TaskResult.newBuilder()
              .putAllLabels(labels)
              .setStatus(ended(remove(new Key(0, Map.copyOf(labels))))));
    }
    say(request.getRequestId(), StreamEvent.newBuilder().setUnsubscribed(answer).build());
    return Optional.empty();
  }

  /** A line for each subscription, in the order in which they were made. */
  synchronized List<Subscription> lines() {
    List<Subscription> lines = new ArrayList<>();
    for (Key key : open.keySet()) {
      Subscription.Builder line =
          Subscription.newBuilder().setChannel(TaskChannel.NAME).setDelivery(LATEST);
      if (key.id() != 0) {
        line.setTaskId(Long.toString(key.id()));
      }
      lines.add(line.putAllLabels(key.labels()).build());
    }
    return lines;
  }

  /** The conversation is over: ends every watch, now and from now on. */
  void close() {
    synchronized (this) {
      over = true;
    }
    removeAll();
  }

  private Optional<Refusal> overLimit(Subscribe request) {
    Set<Key> asked = new LinkedHashSet<>();
    for (String text : request.getTaskIdsList()) {
      TaskFields.id(text).ifPresent(id -> asked.add(new Key(id, Map.of())));
    }
    if (request.getLabelsCount() > 0) {
      asked.add(new Key(0, Map.copyOf(request.getLabelsMap())));
    }
    synchronized (this) {
      asked.addAll(open.keySet());
    }
    int limit = channel.watchesMax();
    return asked.size() <= limit
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                Status.Code.RESOURCE_EXHAUSTED,
                "TASKS_PER_CONNECTION_MAX",
                "at most "
                    + limit
                    + " tasks and sets of labels per connection, not "
                    + asked.size()
                    + "; nothing was changed",
                List.of(),
                Map.of("limit", Integer.toString(limit), "asked", Integer.toString(asked.size()))));
  }

  private TaskResult.Status add(String text, boolean snapshots, Map<Key, Open> opened) {
    OptionalLong id = TaskFields.id(text);
    if (id.isEmpty()) {
      return TaskResult.Status.INVALID_TASK_ID;
    }
    boolean known =
        channel.queue().list(TaskFilter.ALL, id.getAsLong() + 1, 1).stream()
            .anyMatch(task -> task.id() == id.getAsLong());
    return known
        ? add(new Key(id.getAsLong(), Map.of()), snapshots, opened)
        : TaskResult.Status.UNKNOWN_TASK;
  }

  private TaskResult.Status add(Key key, boolean snapshots, Map<Key, Open> opened) {
    synchronized (this) {
      if (open.containsKey(key)) {
        return TaskResult.Status.ALREADY_SUBSCRIBED;
      }
    }
    // A task that is named is there already, whatever the database's clock says of it.
    Instant since = key.id() == 0 ? channel.clock().instant() : Instant.MAX;
    TaskWatch watch =
        new TaskWatch(
            snapshots,
            since,
            WAITING_MAX,
            subscriber::post,
            () -> subscriber.close(CloseReason.SLOW_CONSUMER));
    opened.put(key, new Open(watch, watch(key, watch)));
    return TaskResult.Status.OK;
  }

  private Optional<AutoCloseable> watch(Key key, TaskWatcher watcher) {
    return key.id() == 0
        ? channel
            .queue()
            .watch(
                new TaskFilter(
                    Set.of(), Set.of(), key.labels(), Optional.empty(), Optional.empty()),
                watcher)
        : channel.queue().watch(key.id(), watcher);
  }

  private void keep(Map<Key, Open> opened) {
    synchronized (this) {
      if (!over) {
        open.putAll(opened);
        return;
      }
    }
    opened.values().forEach(TaskWatches::end);
  }

  private boolean remove(Key key) {
    Open it;
    synchronized (this) {
      it = open.remove(key);
    }
    if (it != null) {
      end(it);
    }
    return it != null;
  }

  private boolean removeAll() {
    List<Open> all;
    synchronized (this) {
      all = List.copyOf(open.values());
      open.clear();
    }
    all.forEach(TaskWatches::end);
    return !all.isEmpty();
  }

  private void say(String requestId, StreamEvent event) throws InterruptedException {
    subscriber.answer(new Event.Answer(requestId, event));
  }

  private static TaskResult.Status ended(boolean any) {
    return any ? TaskResult.Status.OK : TaskResult.Status.NOT_SUBSCRIBED;
  }

  /** Not under a lock: the queue may be telling something at this moment. */
  private static void end(Open it) {
    it.watch().end();
    try {
      if (it.handle().isPresent()) {
        it.handle().get().close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("a watch that cannot be ended", e);
    }
  }
}
