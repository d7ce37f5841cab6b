package io.finstage.server.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.finstage.server.database.DatabaseConfig.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;

/** Connections to a PostgreSQL server: the readers', and one for the writer. */
final class PostgresPool implements Connections {

  private static final long CONNECT_TIMEOUT_MILLIS = 5_000;

  /**
   * Nothing here waits in the middle of a transaction: who does has been stopped, or is gone
   * without a word, and its locks would hold up the other servers.
   */
  private static final String INIT = "SET idle_in_transaction_session_timeout = 5000";

  private final HikariDataSource pool;

  /**
   * @throws DatabaseException when the server cannot be reached
   */
  PostgresPool(PostgresServer server, int readersMax, String part) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("database-" + part);
    config.setJdbcUrl(server.url());
    config.setUsername(server.user());
    config.setPassword(server.password());
    config.setMaximumPoolSize(readersMax + 1);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_TIMEOUT_MILLIS);
    config.setAutoCommit(true);
    config.setConnectionInitSql(INIT);
    config.addDataSourceProperty("ApplicationName", "finstage-" + part);
    config.addDataSourceProperty("tcpKeepAlive", "true");
    try {
      this.pool = new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw new DatabaseException("cannot connect to " + server + ": " + rootMessage(e), e);
    }
  }

  @Override
  public Dialect dialect() {
    return Dialect.POSTGRESQL;
  }

  @Override
  public Connection writer() throws SQLException {
    return pool.getConnection();
  }

  @Override
  public Connection reader() throws SQLException {
    return pool.getConnection();
  }

  @Override
  public void close() {
    pool.close();
  }

  private static String rootMessage(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
