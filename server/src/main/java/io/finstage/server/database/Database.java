package io.finstage.server.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;

/**
 * What one part keeps: a SQLite file of its own, or its tables on a PostgreSQL server. The door of
 * this part. Thread-safe; callers may be virtual threads.
 */
public final class Database implements AutoCloseable {

  private final Connections connections;
  private final Writer writer;
  private final WriteQueue writes;
  private final Readers readers;

  private Database(Connections connections, Writer writer, WriteQueue writes, Readers readers) {
    this.connections = connections;
    this.writer = writer;
    this.writes = writes;
    this.readers = readers;
  }

  /**
   * Opens it, brings its tables up to date, and starts its threads.
   *
   * @param part lower case; names the file and the folder of migrations
   * @param migrations names of its files there, without {@code .sql}, in order
   * @param nanos a counter that only rises
   * @throws DatabaseException when it cannot be opened, or was written by a newer version
   */
  public static Database open(
      DatabaseConfig config, String part, List<String> migrations, LongSupplier nanos) {
    Connections connections =
        config
            .server()
            .<Connections>map(server -> new PostgresPool(server, config.readersMax(), part))
            .orElseGet(
                () -> new SqliteFile(config.folder().resolve(part + ".db"), config.busyTimeout()));
    try (Connection connection = connections.writer()) {
      Transaction transaction = new Transaction(connection, connections.dialect());
      transaction.begin();
      new Migrations(connections.dialect(), part, migrations).apply(connection);
      transaction.commit();
    } catch (SQLException | RuntimeException e) {
      connections.close();
      throw new DatabaseException(
          "the database of " + part + " cannot be used: " + e.getMessage(), e);
    }
    Writer writer = new Writer(connections, nanos);
    WriteQueue writes = new WriteQueue(writer, config.writesMax(), part);
    writes.start();
    return new Database(
        connections,
        writer,
        writes,
        new Readers(connections, config.readersMax(), config.readsMax(), part));
  }

  /**
   * Has the writer do {@code work}; waits while as many writes wait as may.
   *
   * @return completed once it is committed, and so survives a crash; exceptionally, with a {@link
   *     DatabaseException}, when nothing of it was kept
   */
  public <T> CompletableFuture<T> write(SqlWork<T> work) {
    return writes.put(work);
  }

  /**
   * Does {@code work} in a transaction of its own, on the caller's thread: for who gathers what is
   * to be written himself. The caller is a platform thread, and must not be who reads.
   *
   * @return once it is committed, and so survives a crash
   * @throws DatabaseException when nothing of it was kept
   */
  public <T> T transact(SqlWork<T> work) {
    try {
      return writer.transact(work);
    } catch (SQLException | RuntimeException e) {
      throw new DatabaseException("not written: " + e.getMessage(), e);
    }
  }

  /** A statement as this database spells it; {@link Dialect} has the words. */
  public String spell(String sql) {
    return connections.dialect().spell(sql);
  }

  /** Whether other processes work with it too. */
  public boolean isShared() {
    return connections.dialect() == Dialect.POSTGRESQL;
  }

  /**
   * What {@code work} reads; waits for it.
   *
   * @throws DatabaseException when it fails, or as many reads wait as may
   */
  public <T> T read(SqlWork<T> work) {
    return await(readers.submit(work));
  }

  /**
   * Waits for a write.
   *
   * @throws DatabaseException when it failed
   */
  public static <T> T await(CompletableFuture<T> done) {
    try {
      return done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof DatabaseException cause) {
        throw new DatabaseException(String.valueOf(cause.getMessage()), cause);
      }
      throw e;
    }
  }

  public DatabaseStats stats() {
    return new DatabaseStats(writes.size(), writes.failures(), writer.durations());
  }

  /** Writes what waits, then ends; any number of calls. */
  @Override
  public void close() {
    writes.close();
    writer.close();
    readers.close();
    connections.close();
  }
}
