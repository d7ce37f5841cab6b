package io.finstage.server.alerts;

import io.finstage.server.database.Database;
import io.finstage.server.database.SqlWork;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What survives a restart: rules, alerts that fire or were resolved lately, and what receivers are
 * to be told. Servers that share a database share the rules. Alerts belong to the node whose
 * readings they are about; one without a name cannot know its own again, and keeps none where
 * others may be. Thread-safe.
 */
public final class AlertStore {

  private static final System.Logger LOG = System.getLogger(AlertStore.class.getName());

  private static final String SAVE_RULE =
      "INSERT INTO alert_rule (name, body) VALUES (?, ?)"
          + " ON CONFLICT (name) DO UPDATE SET body = excluded.body";
  private static final String DELETE_RULE = "DELETE FROM alert_rule WHERE name = ?";
  private static final String RULES = "SELECT body FROM alert_rule ORDER BY name";
  private static final String SAVE_ALERT =
      "INSERT INTO alert (node, id, body) VALUES (?, ?, ?)"
          + " ON CONFLICT (node, id) DO UPDATE SET body = excluded.body";
  private static final String DELETE_ALERT = "DELETE FROM alert WHERE node = ? AND id = ?";
  private static final String ALERTS = "SELECT body FROM alert WHERE node = ? ORDER BY id DESC";

  private static final String KEEP =
      "INSERT INTO alert_notification (request_id, made_at, alert, rule, url, body)"
          + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (request_id) DO NOTHING";
  private static final String TAKE_OFF = "DELETE FROM alert_notification WHERE request_id = ?";
  private static final String NOTIFICATIONS =
      "SELECT request_id, made_at, alert, rule, url, body FROM alert_notification"
          + " WHERE made_at <= ? ORDER BY made_at, alert, request_id LIMIT ?";

  private final Database database;
  private final String node;

  /**
   * @param node name of this server, empty where it has none
   */
  public AlertStore(Database database, String node) {
    this.database = database;
    this.node = node;
  }

  /** Whether other servers work with it too. */
  boolean isShared() {
    return database.isShared();
  }

  private boolean keepsAlerts() {
    return !node.isEmpty() || !isShared();
  }

  /** All rules, by name. */
  List<AlertRule> rules() {
    return database.read(connection -> read(connection, RULES, AlertText::rule));
  }

  /** All alerts of this node, newest first. */
  List<Alert> alerts() {
    return keepsAlerts()
        ? database.read(connection -> read(connection, ALERTS, AlertText::alert, node))
        : List.of();
  }

  /**
   * What receivers are to be told and is no task yet, by any node, oldest first.
   *
   * @param until made then or before
   * @param max how many
   */
  List<Notification> notifications(Instant until, int max) {
    return database.read(connection -> {
      List<Notification> read = new ArrayList<>();
      try (PreparedStatement statement = connection.prepareStatement(NOTIFICATIONS)) {
        statement.setLong(1, until.toEpochMilli());
        statement.setInt(2, max);
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            read.add(
                new Notification(
                    row.getString(1),
                    Instant.ofEpochMilli(row.getLong(2)),
                    row.getLong(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6)));
          }
        }
      }
      return read;
    });
  }

  /** Replaces the one of its name, or adds it. */
  CompletableFuture<Integer> save(AlertRule rule) {
    return database.write(update(SAVE_RULE, rule.name(), AlertText.of(rule)));
  }

  /** Without effect where there is none. */
  CompletableFuture<Integer> delete(String rule) {
    return database.write(update(DELETE_RULE, rule));
  }

  /** The task queue has it. Without effect where it is not there. */
  CompletableFuture<Integer> takeOff(Notification notification) {
    return database.write(update(TAKE_OFF, notification.requestId()));
  }

  /** Keeps some and forgets others, and keeps what is to be told of it, all or nothing. */
  CompletableFuture<Integer> change(
      Collection<Alert> kept, Collection<Long> forgotten, Collection<Notification> told) {
    List<Alert> toKeep = keepsAlerts() ? List.copyOf(kept) : List.of();
    List<Long> toForget = keepsAlerts() ? List.copyOf(forgotten) : List.of();
    List<Notification> toTell = List.copyOf(told);
    return database.write(connection -> {
      int changed = 0;
      for (Alert alert : toKeep) {
        changed += update(SAVE_ALERT, node, alert.id(), AlertText.of(alert)).run(connection);
      }
      for (Long id : toForget) {
        changed += update(DELETE_ALERT, node, id).run(connection);
      }
      for (Notification it : toTell) {
        long madeAt = it.madeAt().toEpochMilli();
        changed +=
            update(KEEP, it.requestId(), madeAt, it.alert(), it.rule(), it.url(), it.body())
                .run(connection);
      }
      return changed;
    });
  }

  private static SqlWork<Integer> update(String sql, Object... values) {
    return connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        bind(statement, values);
        return statement.executeUpdate();
      }
    };
  }

  private static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  /** A row that a newer version wrote is passed over, not lost: it stays where it is. */
  private static <T> List<T> read(
      Connection connection, String sql, Function<String, T> meaning, Object... values)
      throws SQLException {
    List<T> read = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          try {
            read.add(meaning.apply(rows.getString(1)));
          } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a row is not understood, and passed over", e);
          }
        }
      }
    }
    return read;
  }
}
