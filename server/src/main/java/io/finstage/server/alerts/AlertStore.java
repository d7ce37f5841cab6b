package io.finstage.server.alerts;

import io.finstage.server.database.Database;
import io.finstage.server.database.SqlWork;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What survives a restart: rules, alerts that fire, and those that were resolved lately. Each row
 * belongs to one node, since each looks at readings of its own. Thread-safe.
 */
final class AlertStore {

  private static final System.Logger LOG = System.getLogger(AlertStore.class.getName());

  private static final String SAVE_RULE =
      "INSERT INTO alert_rule (node, name, body) VALUES (?, ?, ?)"
          + " ON CONFLICT (node, name) DO UPDATE SET body = excluded.body";
  private static final String DELETE_RULE = "DELETE FROM alert_rule WHERE node = ? AND name = ?";
  private static final String RULES = "SELECT body FROM alert_rule WHERE node = ? ORDER BY name";
  private static final String SAVE_ALERT =
      "INSERT INTO alert (node, id, body) VALUES (?, ?, ?)"
          + " ON CONFLICT (node, id) DO UPDATE SET body = excluded.body";
  private static final String DELETE_ALERT = "DELETE FROM alert WHERE node = ? AND id = ?";
  private static final String ALERTS = "SELECT body FROM alert WHERE node = ? ORDER BY id DESC";

  private final Database database;
  private final String node;

  AlertStore(Database database, String node) {
    this.database = database;
    this.node = node;
  }

  /** All rules, by name. */
  List<AlertRule> rules() {
    return database.read(connection -> read(connection, RULES, AlertText::rule));
  }

  /** All alerts, newest first. */
  List<Alert> alerts() {
    return database.read(connection -> read(connection, ALERTS, AlertText::alert));
  }

  /** Replaces the one of its name, or adds it. */
  CompletableFuture<Integer> save(AlertRule rule) {
    return database.write(update(SAVE_RULE, rule.name(), AlertText.of(rule)));
  }

  /** Without effect where there is none. */
  CompletableFuture<Integer> delete(String rule) {
    return database.write(update(DELETE_RULE, rule));
  }

  /** Keeps some and forgets others, all or nothing. */
  CompletableFuture<Integer> change(Collection<Alert> kept, Collection<Long> forgotten) {
    List<Alert> toKeep = List.copyOf(kept);
    List<Long> toForget = List.copyOf(forgotten);
    return database.write(connection -> {
      int changed = 0;
      for (Alert alert : toKeep) {
        changed += update(SAVE_ALERT, alert.id(), AlertText.of(alert)).run(connection);
      }
      for (Long id : toForget) {
        changed += update(DELETE_ALERT, id).run(connection);
      }
      return changed;
    });
  }

  private SqlWork<Integer> update(String sql, Object... values) {
    return connection -> {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setString(1, node);
        for (int i = 0; i < values.length; i++) {
          statement.setObject(i + 2, values[i]);
        }
        return statement.executeUpdate();
      }
    };
  }

  /** A row that a newer version wrote is passed over, not lost: it stays where it is. */
  private <T> List<T> read(Connection connection, String sql, Function<String, T> meaning)
      throws SQLException {
    List<T> read = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, node);
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
