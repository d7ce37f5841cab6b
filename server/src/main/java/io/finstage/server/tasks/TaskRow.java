package io.finstage.server.tasks;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A task as a row, and back. */
final class TaskRow {

  /** In the order of {@link #read}. */
  static final String COLUMNS =
      "id, kind, queue, state, priority, attempt, attempts_max, rescues, token, rev, progress,"
          + " note, error, owner, cancel, timeout_millis, created_at, run_at, started_at, ended_at,"
          + " request_id, labels, result_bytes";

  static final String WITH_PAYLOAD = COLUMNS + ", payload";

  /** What is not known yet of a task that is claimed. */
  static final String CLAIMED =
      "id, queue, payload, priority, attempts_max, timeout_millis, request_id, labels, attempt,"
          + " rescues, token, error, rev, created_at, run_at";

  private static final int PAYLOAD = 23;
  private static final int RESULT = 24;
  private static final Gson GSON = new Gson();
  private static final TypeToken<Map<String, String>> LABELS = new TypeToken<>() {};
  private static final TaskPriority[] PRIORITIES = TaskPriority.values();

  private TaskRow() {}

  /** Of {@link #COLUMNS}: without payload and result. */
  static Task brief(Row row) {
    return read(row, Bytes.EMPTY, Bytes.EMPTY);
  }

  /** Of {@link #CLAIMED}. */
  static Task claimed(Row row, String kind, String owner, Instant now) {
    Submission submission =
        new Submission(
            kind,
            row.text(1),
            row.bytes(2),
            PRIORITIES[(int) row.number(3)],
            (int) row.number(4),
            Duration.ofMillis(row.number(5)),
            Optional.empty(),
            row.text(6),
            labels(row.text(7)));
    return new Task(
        row.number(0),
        submission,
        TaskState.RUNNING,
        (int) row.number(8),
        (int) row.number(9),
        row.number(10),
        0,
        "",
        row.text(11),
        owner,
        false,
        row.number(12),
        Instant.ofEpochMilli(row.number(13)),
        Instant.ofEpochMilli(row.number(14)),
        Optional.of(Instant.ofEpochMilli(now.toEpochMilli())),
        Optional.empty(),
        Bytes.EMPTY,
        0);
  }

  /** Of {@link #WITH_PAYLOAD}. */
  static Task withPayload(Row row) {
    return read(row, row.bytes(PAYLOAD), Bytes.EMPTY);
  }

  /** Of {@link #WITH_PAYLOAD}, and then the result or a part of it. */
  static Task whole(Row row) {
    return read(row, row.bytes(PAYLOAD), row.bytes(RESULT));
  }

  private static Task read(Row row, Bytes payload, Bytes result) {
    Submission submission =
        new Submission(
            row.text(1),
            row.text(2),
            payload,
            PRIORITIES[(int) row.number(4)],
            (int) row.number(6),
            Duration.ofMillis(row.number(15)),
            Optional.empty(),
            row.text(20),
            labels(row.text(21)));
    return new Task(
        row.number(0),
        submission,
        TaskState.valueOf(row.text(3)),
        (int) row.number(5),
        (int) row.number(7),
        row.number(8),
        row.real(10),
        row.text(11),
        row.text(12),
        row.text(13),
        row.number(14) != 0,
        row.number(9),
        Instant.ofEpochMilli(row.number(16)),
        Instant.ofEpochMilli(row.number(17)),
        instant(row, 18),
        instant(row, 19),
        result,
        row.number(22));
  }

  /** What is inserted; {@code node} counts for a task that runs. */
  @SuppressWarnings("EnumOrdinal") // its order is the order in which it yields
  static @Nullable Object[] values(Task task, long ord, long node) {
    Submission asked = task.submission();
    boolean runs = task.state() == TaskState.RUNNING;
    return new @Nullable Object[] {
      task.id(),
      asked.kind(),
      asked.queue(),
      task.state().name(),
      asked.priority().ordinal(),
      ord,
      task.attempt(),
      asked.maxAttempts(),
      task.token(),
      task.owner(),
      runs ? node : null,
      asked.timeout().toMillis(),
      task.createdAt().toEpochMilli(),
      task.runAt().toEpochMilli(),
      task.startedAt().map(Instant::toEpochMilli).orElse(null),
      asked.requestId().isEmpty() ? null : asked.requestId(),
      labels(asked.labels()),
      asked.payload().array()
    };
  }

  static String labels(Map<String, String> labels) {
    return labels.isEmpty() ? "" : GSON.toJson(new TreeMap<>(labels));
  }

  static Map<String, String> labels(String json) {
    return json.isEmpty() ? Map.of() : GSON.fromJson(json, LABELS);
  }

  /** As PostgreSQL can keep it, and no longer than {@code max} characters. */
  static String clean(String text, int max) {
    String kept = text.length() > max ? text.substring(0, max) : text;
    StringBuilder clean = null;
    for (int i = 0; i < kept.length(); i++) {
      if (isBroken(kept, i)) {
        clean = clean == null ? new StringBuilder(kept) : clean;
        clean.setCharAt(i, '\uFFFD');
      }
    }
    return clean == null ? kept : clean.toString();
  }

  /** Whether nothing in it would have to be replaced. */
  static boolean isClean(String text) {
    return clean(text, text.length()).equals(text);
  }

  /** NUL, or half of a character. */
  private static boolean isBroken(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return c == 0
        || (Character.isLowSurrogate(c)
            && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1))));
  }

  private static Optional<Instant> instant(Row row, int column) {
    return row.isNull(column)
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(row.number(column)));
  }
}
