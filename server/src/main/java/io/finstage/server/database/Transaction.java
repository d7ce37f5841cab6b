package io.finstage.server.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Begins and ends transactions by statements. JDBC's own way would begin the next one with the
 * commit, and SQLite's write lock would never be free for another process.
 */
record Transaction(Connection connection, Dialect dialect) {

  /** Waits, for SQLite, while another process writes. */
  void begin() throws SQLException {
    execute(dialect.begin());
  }

  void commit() throws SQLException {
    execute("COMMIT");
  }

  void rollback() throws SQLException {
    execute("ROLLBACK");
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
