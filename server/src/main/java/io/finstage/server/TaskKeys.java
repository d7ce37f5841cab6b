package io.finstage.server;

import io.finstage.server.tasks.TasksConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The keys of the task queue; {@link Keys} has them in their place. */
final class TaskKeys {

  static final List<Key<?>> LIST = new ArrayList<>();

  private static final int COUNT_MAX = 10_000_000;
  private static final int BYTES_MAX = 64 * 1024 * 1024;
  private static final int NODE_MAX = 64;
  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration YEARS = Duration.ofDays(36_500);

  static final Key<String> NODE =
      key(
          "tasks.node",
          "",
          Kind.of("1 to 64 characters, or empty", TaskKeys::node),
          "name of this server among those that share a queue; empty: a random one");
  static final Key<Integer> SLOTS =
      key("tasks.slots", "256", Kind.integer(1, 100_000), "tasks that this server runs at a time");
  static final Key<Integer> WAITING_MAX =
      key("tasks.waiting-max", "1000000", Kind.integer(1, 100_000_000), "tasks that wait");
  static final Key<Integer> INBOX_MAX =
      key("tasks.inbox-max", "4096", Kind.integer(1, COUNT_MAX), "requests that wait for the disk");
  static final Key<Integer> PAYLOAD_BYTES_MAX =
      key("tasks.payload-bytes-max", "1MiB", Kind.bytes(0, BYTES_MAX), "payload of one task");
  static final Key<Integer> RESULT_BYTES_MAX =
      key("tasks.result-bytes-max", "16MiB", Kind.bytes(0, BYTES_MAX), "result of one task");
  static final Key<Integer> WATCHERS_MAX =
      key("tasks.watchers-max", "10000", Kind.integer(1, COUNT_MAX), "watches at a time");
  static final Key<Integer> WATCHES_PER_CONNECTION_MAX =
      key(
          "tasks.watches-per-connection-max",
          "1000",
          Kind.integer(1, 100_000),
          "tasks and sets of labels that one conversation may subscribe to");
  static final Key<Integer> SCHEDULES_MAX =
      key("tasks.schedules-max", "1000", Kind.integer(1, 100_000), "schedules at a time");
  static final Key<Integer> WORKERS_MAX =
      key("tasks.workers-max", "100", Kind.integer(1, 100_000), "workers at a time");
  static final Key<Integer> WORKER_SLOTS_MAX =
      key("tasks.worker-slots-max", "1000", Kind.integer(1, 100_000), "slots of one worker");
  static final Key<Duration> NORMAL_AFTER =
      key(
          "tasks.normal-after",
          "60s",
          Kind.duration(Duration.ZERO, DAY),
          "how long NORMAL yields to HIGH");
  static final Key<Duration> LOW_AFTER =
      key(
          "tasks.low-after",
          "5m",
          Kind.duration(Duration.ZERO, DAY),
          "how long LOW yields to HIGH");
  static final Key<Duration> BACKOFF_MIN =
      key(
          "tasks.backoff-min",
          "1s",
          Kind.duration(MILLISECOND, DAY),
          "longest wait before the first retry");
  static final Key<Duration> BACKOFF_MAX =
      key(
          "tasks.backoff-max",
          "5m",
          Kind.duration(MILLISECOND, DAY),
          "longest wait before any retry");
  static final Key<Duration> HEARTBEAT =
      key(
          "tasks.heartbeat",
          "5s",
          Kind.duration(Duration.ofMillis(100), HOUR),
          "how often a server renews its lease and a worker speaks");
  static final Key<Duration> LEASE =
      key(
          "tasks.lease",
          "15s",
          Kind.duration(Duration.ofMillis(200), HOUR),
          "silence after which a server's tasks are rescued");
  static final Key<Integer> RESCUES_MAX =
      key("tasks.rescues-max", "5", Kind.integer(0, 1000), "rescues of one task");
  static final Key<Duration> CANCEL_GRACE =
      key(
          "tasks.cancel-grace",
          "5s",
          Kind.duration(Duration.ZERO, HOUR),
          "how long an interrupted task may go on");
  static final Key<Duration> KEEP_SUCCEEDED =
      key(
          "tasks.keep-succeeded",
          "1d",
          Kind.duration(Duration.ZERO, YEARS),
          "how long a succeeded task is kept");
  static final Key<Duration> KEEP_FAILED =
      key(
          "tasks.keep-failed",
          "7d",
          Kind.duration(Duration.ZERO, YEARS),
          "how long a failed or cancelled task is kept");
  static final Key<Duration> CLOSE_GRACE =
      key(
          "tasks.close-grace",
          "5s",
          Kind.duration(Duration.ZERO, HOUR),
          "how long running tasks may go on while the server stops");

  private TaskKeys() {}

  /** What is set. */
  static TasksConfig read(Settings s) {
    return new TasksConfig(
        s.get(SLOTS),
        s.get(WAITING_MAX),
        s.get(INBOX_MAX),
        s.get(PAYLOAD_BYTES_MAX),
        s.get(RESULT_BYTES_MAX),
        s.get(WATCHERS_MAX),
        s.get(SCHEDULES_MAX),
        s.get(WORKERS_MAX),
        s.get(WORKER_SLOTS_MAX),
        s.get(NORMAL_AFTER),
        s.get(LOW_AFTER),
        s.get(BACKOFF_MIN),
        s.get(BACKOFF_MAX),
        s.get(HEARTBEAT),
        s.get(LEASE),
        s.get(RESCUES_MAX),
        s.get(CANCEL_GRACE),
        s.get(KEEP_SUCCEEDED),
        s.get(KEEP_FAILED),
        s.get(CLOSE_GRACE));
  }

  /** What each value alone cannot show. */
  static void checkTogether(Settings s) {
    if (s.get(BACKOFF_MIN).compareTo(s.get(BACKOFF_MAX)) > 0) {
      s.refuse(BACKOFF_MIN, "must be at most tasks.backoff-max");
    }
    if (s.get(NORMAL_AFTER).compareTo(s.get(LOW_AFTER)) > 0) {
      s.refuse(NORMAL_AFTER, "must be at most tasks.low-after");
    }
    if (s.get(HEARTBEAT).multipliedBy(2).compareTo(s.get(LEASE)) > 0) {
      s.refuse(HEARTBEAT, "must be at most half of tasks.lease");
    }
    if (s.get(CLOSE_GRACE).compareTo(s.get(Keys.SERVER_SHUTDOWN_TIMEOUT)) >= 0) {
      s.refuse(CLOSE_GRACE, "must be less than server.shutdown-timeout");
    }
  }

  private static String node(String text) {
    if (text.length() > NODE_MAX || text.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  private static <T> Key<T> key(String name, String standard, Kind<T> kind, String help) {
    Key<T> key = new Key<>(name, standard, kind, help);
    LIST.add(key);
    return key;
  }
}
