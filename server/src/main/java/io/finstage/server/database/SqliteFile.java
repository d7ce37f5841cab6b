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
import org.sqlite.SQLiteOpenMode;

/**
 * One SQLite file. WAL, so that readers and the writer do not wait for each other; synchronous
 * FULL, so that what was committed survives a loss of power; transactions take the write lock when
 * they begin, so that two processes wait for each other instead of failing halfway.
 */
final class SqliteFile implements Connections {

  private static final int CACHE_KIB = 16 * 1024;

  /**
   * Of 4 KiB. Rows are written again while they are fresh: the longer, the fewer go to the file.
   */
  private static final int CHECKPOINT_PAGES = 8_000;

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
    // No connection is used by two threads at a time, and one thread after another may use it.
    config.setOpenMode(SQLiteOpenMode.NOMUTEX);
    config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, Integer.toString(CHECKPOINT_PAGES));
    config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, Integer.toString(64 * 1024 * 1024));
    return config;
  }
}
