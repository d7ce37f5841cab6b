package io.finstage.server.database;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What is done with a connection. It must not commit, roll back, close or keep it.
 *
 * @param <T> what comes of it
 */
@FunctionalInterface
public interface SqlWork<T> {

  /** Called by one thread at a time; again, with a fresh transaction, when a batch failed. */
  T run(Connection connection) throws SQLException;
}
