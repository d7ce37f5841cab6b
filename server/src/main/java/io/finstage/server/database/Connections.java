package io.finstage.server.database;

import java.sql.Connection;
import java.sql.SQLException;

/** Where connections come from: a file, or a pool to a server. Thread-safe. */
interface Connections extends AutoCloseable {

  Dialect dialect();

  /** A connection for the writer. It belongs to the caller until it is closed. */
  Connection writer() throws SQLException;

  /** A connection that only reads. It belongs to the caller until it is closed. */
  Connection reader() throws SQLException;

  @Override
  void close();
}
