package io.finstage.server.tasks;

import io.finstage.server.database.DatabaseConfig;
import io.finstage.server.database.DatabaseConfig.PostgresServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On a real PostgreSQL server, which waits for its disk; each test has a database of its own. */
class PostgresTaskQueueIT extends TaskQueueContract {

  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static EmbeddedPostgres server;

  private String url = "";

  @BeforeAll
  static void startServer() throws IOException {
    server =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .start();
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  @Override
  DatabaseConfig where() throws Exception {
    if (url.isEmpty()) {
      String name = "tasks" + DATABASES.incrementAndGet();
      try (var connection = server.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE " + name);
      }
      url = server.getJdbcUrl("postgres", name);
    }
    return DatabaseConfig.postgres(new PostgresServer(url, "postgres", "postgres"));
  }
}
