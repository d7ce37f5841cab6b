package io.finstage.server.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Platform threads that read, as many as there are connections, and a bounded queue before them. A
 * connection is opened by the first read that needs one more, and dropped when a read on it fails.
 */
final class Readers implements AutoCloseable {

  private static final long KEEP_ALIVE_SECONDS = 30;
  private static final long CLOSE_SECONDS = 5;

  private final Connections connections;
  private final BlockingQueue<Connection> idle;
  private final ThreadPoolExecutor threads;

  Readers(Connections connections, int readersMax, int readsMax, String part) {
    this.connections = connections;
    this.idle = new ArrayBlockingQueue<>(readersMax);
    this.threads =
        new ThreadPoolExecutor(
            readersMax,
            readersMax,
            KEEP_ALIVE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(readsMax),
            Thread.ofPlatform().name("database-" + part + "-reader-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  <T> CompletableFuture<T> submit(SqlWork<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    try {
      threads.execute(() -> run(work, done));
    } catch (RejectedExecutionException e) {
      done.completeExceptionally(
          new DatabaseException("as many reads wait as may (database.reads-max)", e));
    }
    return done;
  }

  /** Reads that run end; those that wait fail. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
    Connection connection = idle.poll();
    while (connection != null) {
      close(connection);
      connection = idle.poll();
    }
  }

  private <T> void run(SqlWork<T> work, CompletableFuture<T> done) {
    Connection connection = idle.poll();
    try {
      if (connection == null) {
        connection = connections.reader();
      }
      T result = work.run(connection);
      if (!idle.offer(connection)) {
        close(connection);
      }
      done.complete(result);
    } catch (SQLException | RuntimeException e) {
      if (connection != null) {
        close(connection);
      }
      done.completeExceptionally(new DatabaseException("not read: " + e.getMessage(), e));
    }
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      System.getLogger(Readers.class.getName())
          .log(System.Logger.Level.DEBUG, "a connection could not be closed", e);
    }
  }
}
