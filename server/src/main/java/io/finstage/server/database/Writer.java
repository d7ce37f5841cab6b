package io.finstage.server.database;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connection that writes: opened when it is needed, dropped when it is broken. One transaction
 * at a time; who comes meanwhile waits. Callers are platform threads: SQLite holds on to them.
 */
final class Writer implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Writer.class.getName());
  private static final int VALID_TIMEOUT_SECONDS = 2;

  private final Connections connections;
  private final LongSupplier nanos;
  private final WriteDurations durations = new WriteDurations();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Connection connection;

  /**
   * @param nanos a counter that only rises, for how long transactions take
   */
  Writer(Connections connections, LongSupplier nanos) {
    this.connections = connections;
    this.nanos = nanos;
  }

  /** Opens the connection unless it is open. */
  void connect() throws SQLException {
    lock.lock();
    try {
      open();
    } finally {
      lock.unlock();
    }
  }

  /** Returns once it is committed; nothing of it is kept when it throws. */
  <T> T transact(SqlWork<T> work) throws SQLException {
    lock.lock();
    try {
      Connection open = open();
      long start = nanos.getAsLong();
      try {
        Transaction transaction = new Transaction(open, connections.dialect());
        transaction.begin();
        T result = work.run(open);
        transaction.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        undo(open);
        throw e;
      } finally {
        durations.record(nanos.getAsLong() - start);
      }
    } finally {
      lock.unlock();
    }
  }

  DatabaseStats.Durations durations() {
    return durations.read();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      drop();
    } finally {
      lock.unlock();
    }
  }

  private Connection open() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = connections.writer();
      connection = open;
    }
    return open;
  }

  private void undo(Connection open) {
    try {
      new Transaction(open, connections.dialect()).rollback();
      if (!open.isValid(VALID_TIMEOUT_SECONDS)) {
        drop();
      }
    } catch (SQLException e) {
      drop();
    }
  }

  private void drop() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOG.log(Level.DEBUG, "a broken connection could not be closed", e);
      }
    }
  }
}
