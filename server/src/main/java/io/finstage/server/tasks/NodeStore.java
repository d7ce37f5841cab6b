package io.finstage.server.tasks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The nodes that live. A task that runs names the life of its node; when that is no longer here,
 * nobody runs it. Every call is part of the caller's transaction.
 *
 * <p>What another transaction has changed and not committed is left out, and looked at again a
 * heartbeat later: a node that stands still in the middle of a transaction holds nobody up.
 */
final class NodeStore {

  private static final String REGISTER =
      "INSERT INTO task_node (id, name, seen_at) VALUES (?, ?, ${now})";
  private static final String RENEW = "UPDATE task_node SET seen_at = ${now} WHERE id = ?";
  private static final String REMOVE_SILENT =
      """
      WITH c AS MATERIALIZED (
        SELECT id AS silent FROM task_node WHERE id <> ? AND seen_at < ${now} - ? ${skip locked})
      DELETE FROM task_node WHERE id IN (SELECT silent FROM c)\
      """;
  private static final String RESCUE =
      """
      WITH c AS MATERIALIZED (
        SELECT id AS lost FROM task
        WHERE state = 'RUNNING' AND node NOT IN (SELECT id FROM task_node) ${skip locked})
      UPDATE task SET
        state = CASE WHEN cancel = 1 THEN 'CANCELLED' WHEN rescues + 1 >= ? THEN 'FAILED'
          ELSE 'READY' END,
        ended_at = CASE WHEN cancel = 1 OR rescues + 1 >= ? THEN CAST(? AS BIGINT) END,
        error = CASE WHEN cancel = 0 AND rescues + 1 >= ? THEN ? ELSE error END,
        attempt = attempt - 1, rescues = rescues + 1, token = token + 1, rev = rev + 1,
        owner = '', node = NULL
      FROM c WHERE task.id = c.lost
      RETURNING id, kind, state\
      """;
  private static final String CANCELLED =
      "SELECT id, token FROM task WHERE state = 'RUNNING' AND node = ? AND cancel = 1";
  private static final String MINE =
      "SELECT id, token FROM task WHERE state = 'RUNNING' AND node = ?";
  private static final String FORGOTTEN =
      """
      UPDATE task SET state = 'READY', attempt = attempt - 1, token = token + 1, rev = rev + 1,
        owner = '', node = NULL
      WHERE id = ? AND token = ? AND state = 'RUNNING'\
      """;

  void register(SqlStore sql, long id, String name) {
    sql.update(REGISTER, id, name);
  }

  /** Whether it still lives. */
  boolean renew(SqlStore sql, long id) {
    return sql.update(RENEW, id) == 1;
  }

  void removeOthers(SqlStore sql, long id) {
    sql.update("DELETE FROM task_node WHERE id <> ?", id);
  }

  void removeSilent(SqlStore sql, long id, Duration lease) {
    sql.update(REMOVE_SILENT, id, lease.toMillis());
  }

  void remove(SqlStore sql, long id) {
    sql.update("DELETE FROM task_node WHERE id = ?", id);
  }

  /** Takes back what nobody runs; id, kind and new state of each. */
  List<Row> rescue(SqlStore sql, int rescuesMax, Instant now) {
    return sql.query(
        RESCUE,
        rescuesMax,
        rescuesMax,
        now.toEpochMilli(),
        rescuesMax,
        Settling.poison(rescuesMax));
  }

  /** Id and token of what runs here and is to be cancelled. */
  List<Row> cancelled(SqlStore sql, long id) {
    return sql.query(CANCELLED, id);
  }

  /** Id and token of what runs here, as the database has it. */
  List<Row> mine(SqlStore sql, long id) {
    return sql.query(MINE, id);
  }

  /** Gives back what this node claimed without ever having heard that it did. */
  boolean giveBack(SqlStore sql, long task, long token) {
    return sql.update(FORGOTTEN, task, token) == 1;
  }
}
