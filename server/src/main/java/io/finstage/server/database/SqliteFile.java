package io.finstage.server.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * One SQLite file. WAL, so that readers and the writer do not wait for each other; synchronous
 * FULL, so that what was committed survives a loss of power; transactions take the write lock when
 * they begin, so that two processes wait for each other instead of failing halfway.
 */
final class SqliteFile implements Connections {

  private static final int CACHE_KIB = 16 * 1024;

  private final String url;
  private final SQLiteConfig writing;
  private final SQLiteConfig reading;

  /**
   * @throws DatabaseException when the folder cannot be made
   */
  SqliteFile(Path file, Duration busyTimeout) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new DatabaseException("cannot make the folder of " + file, e);
    }
    this.url = "jdbc:sqlite:" + file;
    this.writing = config(busyTimeout);
    this.reading = config(busyTimeout);
  }

  @Override
  public Dialect dialect() {
    return Dialect.SQLITE;
  }

  @Override
  public Connection writer() throws SQLException {
    return writing.createConnection(url);
  }

  /** Not opened read-only: SQLite could then not make the WAL's index. It is told not to write. */
  @Override
  public Connection reader() throws SQLException {
    Connection connection = reading.createConnection(url);
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = 1");
    }
    return connection;
  }

  @Override
  public void close() {}

  private static SQLiteConfig config(Duration busyTimeout) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout((int) busyTimeout.toMillis());
    config.setCacheSize(-CACHE_KIB);
    config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, Integer.toString(64 * 1024 * 1024));
    return config;
  }
}
