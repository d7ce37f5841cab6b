package io.finstage.server.tasks;

import io.finstage.server.database.DatabaseConfig;
import io.finstage.server.database.DatabaseConfig.PostgresServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** A real server for all tests, which waits for its disk; it ends with the process. */
public final class TaskPostgres {

  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static final EmbeddedPostgres SERVER = start();

  private TaskPostgres() {}

  /** A new database. */
  public static DatabaseConfig fresh() throws SQLException {
    String name = "tasks" + DATABASES.incrementAndGet();
    try (var connection = SERVER.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return DatabaseConfig.postgres(
        new PostgresServer(SERVER.getJdbcUrl("postgres", name), "postgres", "postgres"));
  }

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder()
          .setServerConfig("fsync", "on")
          .setServerConfig("synchronous_commit", "on")
          .setServerConfig("max_connections", "300")
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
