package io.finstage.server.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Brings the tables of a part to what its code expects: numbered files, each applied once, all in
 * one transaction, and recorded. A database that knows a migration which this version does not have
 * was written by a newer version, and is refused.
 */
final class Migrations {

  private static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS migrations (
        part TEXT NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (part, name)
      )\
      """;

  private final Dialect dialect;
  private final String part;
  private final List<String> names;

  /**
   * @param names of the files, as in {@code 0001-bars}, in the order in which they are applied
   */
  Migrations(Dialect dialect, String part, List<String> names) {
    this.dialect = dialect;
    this.part = part;
    this.names = List.copyOf(names);
  }

  /** Does not commit. */
  void apply(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!dialect.migrationLock().isEmpty()) {
        statement.execute(dialect.migrationLock());
      }
      statement.execute(TABLE);
      Set<String> applied = applied(connection);
      for (String name : applied) {
        if (!names.contains(name)) {
          throw new DatabaseException(
              "the tables of " + part + " are of a newer version: they have had " + name);
        }
      }
      for (String name : names) {
        if (!applied.contains(name)) {
          run(statement, name);
          record(connection, name);
        }
      }
    }
  }

  private void run(Statement statement, String name) throws SQLException {
    for (String sql : dialect.spell(read(name)).split(";\\s*\\n", -1)) {
      if (!sql.isBlank()) {
        statement.execute(sql);
      }
    }
  }

  private Set<String> applied(Connection connection) throws SQLException {
    Set<String> applied = new HashSet<>();
    try (PreparedStatement select =
        connection.prepareStatement("SELECT name FROM migrations WHERE part = ?")) {
      select.setString(1, part);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          applied.add(rows.getString(1));
        }
      }
    }
    return applied;
  }

  private void record(Connection connection, String name) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO migrations (part, name) VALUES (?, ?)")) {
      insert.setString(1, part);
      insert.setString(2, name);
      insert.executeUpdate();
    }
  }

  private String read(String name) {
    String path = "migrations/" + part + "/" + name + ".sql";
    try (InputStream in = Migrations.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new DatabaseException("there is no migration " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
