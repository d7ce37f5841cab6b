package io.finstage.server.tasks;

import io.finstage.server.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Statements on one connection, each prepared once. One thread at a time. */
final class SqlStore implements AutoCloseable {

  /** A statement failed. */
  static final class FailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean again;

    FailedException(Exception cause, boolean again) {
      super(cause.getMessage(), cause);
      this.again = again;
    }

    /** Whether others were in the way, and the same may do at once. */
    boolean again() {
      return again;
    }
  }

  private final Database database;
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  SqlStore(Database database, Connection connection) {
    this.database = database;
    this.connection = connection;
  }

  @SuppressWarnings("ReferenceEquality") // this very one
  boolean isOn(Connection other) {
    return connection == other;
  }

  /** How many rows it changed. */
  int update(String sql, @Nullable Object... values) {
    try {
      return bind(sql, values).executeUpdate();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** How many rows each changed. */
  int[] batch(String sql, List<@Nullable Object[]> rows) {
    if (rows.isEmpty()) {
      return new int[0];
    }
    if (rows.size() == 1) {
      return new int[] {update(sql, rows.getFirst())};
    }
    try {
      PreparedStatement statement = prepare(sql);
      for (@Nullable Object[] row : rows) {
        set(statement, row);
        statement.addBatch();
      }
      return statement.executeBatch();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  List<Row> query(String sql, @Nullable Object... values) {
    try (ResultSet rows = bind(sql, values).executeQuery()) {
      int columns = rows.getMetaData().getColumnCount();
      List<Row> read = new ArrayList<>();
      while (rows.next()) {
        @Nullable Object[] cells = new Object[columns];
        for (int i = 0; i < columns; i++) {
          cells[i] = rows.getObject(i + 1);
        }
        read.add(new Row(cells));
      }
      return read;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Not the connection. */
  @Override
  public void close() {
    try {
      for (PreparedStatement statement : prepared.values()) {
        statement.close();
      }
    } catch (SQLException e) {
      System.getLogger(SqlStore.class.getName())
          .log(System.Logger.Level.DEBUG, "a statement could not be closed", e);
    }
  }

  private PreparedStatement bind(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = prepare(sql);
    set(statement, values);
    return statement;
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement ready = prepared.get(sql);
    if (ready == null) {
      ready = connection.prepareStatement(database.spell(sql));
      prepared.put(sql, ready);
    } else {
      // What an earlier failure left in it.
      ready.clearBatch();
    }
    return ready;
  }

  private static void set(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  /** SQLSTATE 40 is a transaction that had to yield to another. */
  private static FailedException failed(SQLException e) {
    String state = e.getSQLState();
    return new FailedException(e, state != null && state.startsWith("40"));
  }
}
