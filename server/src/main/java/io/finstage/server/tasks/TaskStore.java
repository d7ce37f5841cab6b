package io.finstage.server.tasks;

import io.finstage.server.database.Database;
import io.finstage.server.database.DatabaseException;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rows of tasks. What takes a {@link SqlStore} is part of the caller's transaction; what does
 * not reads on its own, and throws {@link DatabaseException} when that fails.
 */
final class TaskStore {

  private static final String INSERT =
      """
      INSERT INTO task (id, kind, queue, state, priority, ord, attempt, attempts_max, token, owner,
        node, timeout_millis, created_at, run_at, started_at, request_id, labels, payload,
        rescues, rev, progress, note, error, cancel, result_bytes)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 1, 0, '', '', 0, 0)
      ON CONFLICT (request_id) WHERE request_id IS NOT NULL DO NOTHING\
      """;
  private static final String LABEL = "INSERT INTO task_label (name, value, task) VALUES (?, ?, ?)";
  private static final String CLAIM =
      """
      WITH c AS MATERIALIZED (
        SELECT id AS claimed FROM task WHERE state = 'READY' AND kind = ? AND ord <= ?
        ORDER BY ord LIMIT ? ${skip locked})
      UPDATE task SET state = 'RUNNING', attempt = attempt + 1, token = token + 1, rev = rev + 1,
        owner = ?, node = ?, started_at = ?, progress = 0, note = ''
      FROM c WHERE task.id = c.claimed\
      """
          + " RETURNING "
          + TaskRow.CLAIMED;
  private static final String HEAD =
      "SELECT ord, run_at FROM task WHERE state = 'READY' AND kind = ? ORDER BY ord LIMIT 1";
  private static final String SUCCEED =
      """
      UPDATE task SET state = 'SUCCEEDED', result = ?, result_bytes = ?, ended_at = ?, progress = 1,
        error = '', owner = '', node = NULL, rev = rev + 1
      WHERE id = ? AND token = ? AND state = 'RUNNING'\
      """;
  private static final String SETTLE =
      """
      UPDATE task SET state = CASE WHEN cancel = 1 THEN 'CANCELLED' ELSE ? END,
        ended_at = CASE WHEN cancel = 1 THEN CAST(? AS BIGINT) ELSE CAST(? AS BIGINT) END,
        error = ?, run_at = ?, ord = ?, attempt = ?, rescues = ?, owner = '', node = NULL, token = token + 1, rev = rev + 1
      WHERE id = ? AND token = ? AND state = 'RUNNING'\
      """;
  private static final String PROGRESS =
      """
      UPDATE task SET progress = ?, note = ?, rev = rev + 1
      WHERE id = ? AND token = ? AND state = 'RUNNING'\
      """;
  private static final String CANCEL_WAITING =
      """
      UPDATE task SET state = 'CANCELLED', ended_at = ?, rev = rev + 1 WHERE id = ? AND state = ?\
      """;
  private static final String CANCEL_RUNNING =
      "UPDATE task SET cancel = 1, rev = rev + 1 WHERE id = ? AND state = 'RUNNING' AND cancel = 0";
  private static final String RERUN =
      """
      UPDATE task SET state = 'READY', run_at = ?, ord = ?, attempt = 0, rescues = 0, progress = 0,
        note = '', error = '', cancel = 0, result = NULL, result_bytes = 0, started_at = NULL,
        ended_at = NULL, token = token + 1, rev = rev + 1
      WHERE id = ? AND state = ?\
      """;
  private static final String PROMOTE =
      """
      WITH c AS MATERIALIZED (
        SELECT id AS due FROM task WHERE state = 'SCHEDULED' AND run_at <= ?
        ORDER BY run_at LIMIT ? ${skip locked})
      UPDATE task SET state = 'READY', rev = rev + 1 FROM c WHERE task.id = c.due
      RETURNING id, kind\
      """;
  private static final String NEXT_DUE =
      "SELECT run_at FROM task WHERE state = 'SCHEDULED' ORDER BY run_at LIMIT 1";
  private static final String EXPIRED =
      """
      SELECT id FROM task WHERE state = ? AND ended_at IS NOT NULL AND ended_at < ?
      ORDER BY ended_at LIMIT ? ${skip locked}\
      """;

  /** Each part reads an index alone. */
  private static final String COUNTS =
      """
      SELECT state, '', COUNT(*) FROM task WHERE ended_at IS NOT NULL GROUP BY state
      UNION ALL SELECT 'SCHEDULED', '', COUNT(*) FROM task WHERE state = 'SCHEDULED'
      UNION ALL SELECT 'READY', '', COUNT(*) FROM task WHERE state = 'READY'
      UNION ALL SELECT 'RUNNING', '', COUNT(*) FROM task WHERE state = 'RUNNING'\
      """;

  private static final String FIND = "SELECT " + TaskRow.COLUMNS + " FROM task WHERE id = ?";

  private final Database database;
  private @Nullable SqlStore writing;

  TaskStore(Database database) {
    this.database = database;
  }

  /** Whether other nodes work with it too. */
  boolean isShared() {
    return database.isShared();
  }

  /**
   * One transaction; waits for its commit. One caller at a time.
   *
   * @throws DatabaseException when nothing of it was kept
   */
  <T> T transact(Function<SqlStore, T> work) {
    return database.transact(connection -> work.apply(on(connection)));
  }

  private SqlStore on(Connection connection) {
    SqlStore open = writing;
    if (open == null || !open.isOn(connection)) {
      open = new SqlStore(database, connection);
      writing = open;
    }
    return open;
  }

  <T> T read(Function<SqlStore, T> work) {
    return database.read(connection -> {
      try (SqlStore sql = new SqlStore(database, connection)) {
        return work.apply(sql);
      }
    });
  }

  /** A number for the life of a node; each is new. */
  long life(SqlStore sql) {
    return sql.query("${next task_lives}", 1).getFirst().number(0);
  }

  /** As many new ids, rising. */
  long[] ids(SqlStore sql, int count) {
    List<Row> rows = sql.query("${next task_ids}", count);
    long[] ids = new long[count];
    for (int i = 0; i < count; i++) {
      ids[i] =
          rows.size() == count ? rows.get(i).number(0) : rows.getFirst().number(0) - count + 1 + i;
    }
    return ids;
  }

  /** Whether each is there now; not so one whose request id is taken. */
  boolean[] insert(SqlStore sql, List<@Nullable Object[]> rows) {
    return changed(sql.batch(INSERT, rows));
  }

  void label(SqlStore sql, Collection<Task> tasks) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Task task : tasks) {
      for (Map.Entry<String, String> label : task.submission().labels().entrySet()) {
        rows.add(new Object[] {label.getKey(), label.getValue(), task.id()});
      }
    }
    sql.batch(LABEL, rows);
  }

  Optional<Task> byRequest(SqlStore sql, String requestId) {
    return sql
        .query("SELECT " + TaskRow.WITH_PAYLOAD + " FROM task WHERE request_id = ?", requestId)
        .stream()
        .map(TaskRow::withPayload)
        .findFirst();
  }

  /** The first of a kind that waits for a slot; ord and run_at. */
  Optional<Row> head(SqlStore sql, String kind) {
    return sql.query(HEAD, kind).stream().findFirst();
  }

  /** Up to {@code max} of a kind, none with a higher ord; in any order. */
  List<Task> claim(
      SqlStore sql, String kind, long ordMax, int max, String owner, long node, Instant now) {
    return sql.query(CLAIM, kind, ordMax, max, owner, node, now.toEpochMilli()).stream()
        .map(row -> TaskRow.claimed(row, kind, owner, now))
        .toList();
  }

  /** Whether each was still theirs who ended it. */
  boolean[] succeed(SqlStore sql, List<Settlement> settlements, Instant now) {
    List<@Nullable Object[]> rows = new ArrayList<>(settlements.size());
    for (Settlement it : settlements) {
      rows.add(
          new @Nullable Object[] {
            it.result().size() == 0 ? null : it.result().array(),
            it.result().size(),
            now.toEpochMilli(),
            it.id(),
            it.token()
          });
    }
    return changed(sql.batch(SUCCEED, rows));
  }

  /** Whether each was still theirs who ended it. */
  boolean[] settle(SqlStore sql, List<Settlement> settlements, Instant now) {
    List<@Nullable Object[]> rows = new ArrayList<>(settlements.size());
    for (Settlement it : settlements) {
      rows.add(
          new @Nullable Object[] {
            it.state().name(),
            now.toEpochMilli(),
            it.state().isEnd() ? now.toEpochMilli() : null,
            it.error(),
            it.runAt().toEpochMilli(),
            it.ord(),
            it.attempt(),
            it.rescues(),
            it.id(),
            it.token()
          });
    }
    return changed(sql.batch(SETTLE, rows));
  }

  void progress(SqlStore sql, List<@Nullable Object[]> rows) {
    sql.batch(PROGRESS, rows);
  }

  Optional<Task> find(SqlStore sql, long id) {
    return sql.query(FIND, id).stream().map(TaskRow::brief).findFirst();
  }

  boolean cancelWaiting(SqlStore sql, Task task, Instant now) {
    return sql.update(CANCEL_WAITING, now.toEpochMilli(), task.id(), task.state().name()) == 1;
  }

  boolean cancelRunning(SqlStore sql, long id) {
    return sql.update(CANCEL_RUNNING, id) == 1;
  }

  boolean rerun(SqlStore sql, Task task, long ord, Instant now) {
    return sql.update(RERUN, now.toEpochMilli(), ord, task.id(), task.state().name()) == 1;
  }

  /** Ids and kinds. */
  List<Row> promote(SqlStore sql, Instant now, int max) {
    return sql.query(PROMOTE, now.toEpochMilli(), max);
  }

  Optional<Instant> nextDue(SqlStore sql) {
    return sql.query(NEXT_DUE).stream().findFirst().map(row -> Instant.ofEpochMilli(row.number(0)));
  }

  /** Deletes up to {@code max} that ended before; returns how many. */
  int expire(SqlStore sql, TaskState state, Instant before, int max) {
    List<@Nullable Object[]> ids = new ArrayList<>();
    for (Row row : sql.query(EXPIRED, state.name(), before.toEpochMilli(), max)) {
      ids.add(new Object[] {row.number(0)});
    }
    sql.batch("DELETE FROM task_label WHERE task = ?", ids);
    sql.batch("DELETE FROM task WHERE id = ?", ids);
    return ids.size();
  }

  /** State, kind and how many. */
  List<Row> counts(SqlStore sql) {
    return sql.query(COUNTS);
  }

  /** Kind and how many are ready. */
  List<Row> ready(SqlStore sql) {
    return sql.query("SELECT kind, COUNT(*) FROM task WHERE state = 'READY' GROUP BY kind");
  }

  private static boolean[] changed(int[] counts) {
    boolean[] changed = new boolean[counts.length];
    for (int i = 0; i < counts.length; i++) {
      changed[i] = counts[i] == 1;
    }
    return changed;
  }
}
