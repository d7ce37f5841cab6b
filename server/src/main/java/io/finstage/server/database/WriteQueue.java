package io.finstage.server.database;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The one thread that writes. It takes what waits, up to a batch, does it in one transaction and
 * commits, and only then acknowledges: while the disk syncs, the next batch gathers, so batches
 * size themselves (group commit).
 *
 * <p>When a batch fails, each of its writes is tried again on its own: one that cannot be done
 * harms no other.
 */
final class WriteQueue implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(WriteQueue.class.getName());
  private static final int BATCH_MAX = 256;
  private static final long IDLE_MILLIS = 250;

  /** One write, and who waits for it. */
  private record Entry<T>(SqlWork<T> work, CompletableFuture<T> done) {

    /** What acknowledges it, once it is committed. */
    Runnable run(Connection connection) throws SQLException {
      T result = work.run(connection);
      return () -> done.complete(result);
    }
  }

  private final Writer writer;
  private final BlockingQueue<Entry<?>> queue;
  private final Thread thread;
  private final LongAdder failures = new LongAdder();
  private volatile boolean closed;

  WriteQueue(Writer writer, int writesMax, String part) {
    this.writer = writer;
    this.queue = new ArrayBlockingQueue<>(writesMax);
    this.thread = Thread.ofPlatform().name("database-" + part + "-writer").unstarted(this::loop);
  }

  void start() {
    thread.start();
  }

  /** Waits while the queue is full. The future is completed by the writer's thread. */
  <T> CompletableFuture<T> put(SqlWork<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    Entry<T> entry = new Entry<>(work, done);
    try {
      while (!closed) {
        if (queue.offer(entry, IDLE_MILLIS, TimeUnit.MILLISECONDS)) {
          if (!thread.isAlive()) {
            failRest();
          }
          return done;
        }
      }
      done.completeExceptionally(new DatabaseException("the database is closed"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      done.completeExceptionally(new DatabaseException("interrupted before it was written", e));
    }
    return done;
  }

  int size() {
    return queue.size();
  }

  /** Writes that were given up. */
  long failures() {
    return failures.sum();
  }

  /** Writes what waits, then ends. */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    failRest();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    List<Entry<?>> batch = new ArrayList<>(BATCH_MAX);
    while (!closed || !queue.isEmpty()) {
      try {
        Entry<?> first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch, BATCH_MAX - 1);
          turn(batch);
          batch.clear();
        }
      } catch (InterruptedException e) {
        LOG.log(Level.DEBUG, "the writer is only ended by closing it", e);
      }
    }
  }

  private void turn(List<Entry<?>> batch) {
    if (!connect(batch)) {
      return;
    }
    if (batch.size() > 1 && !commit(batch)) {
      for (Entry<?> entry : batch) {
        commitAlone(entry);
      }
    } else if (batch.size() == 1) {
      commitAlone(batch.getFirst());
    }
  }

  /**
   * Without a connection nothing of the batch can be done: no need to wait for it once per write.
   */
  private boolean connect(List<Entry<?>> batch) {
    try {
      writer.connect();
      return true;
    } catch (SQLException | RuntimeException e) {
      batch.forEach(entry -> fail(entry, e));
      return false;
    }
  }

  private boolean commit(List<Entry<?>> batch) {
    try {
      transact(batch);
      return true;
    } catch (SQLException | RuntimeException e) {
      LOG.log(Level.WARNING, "a batch of {0} writes failed; each is tried alone", batch.size());
      return false;
    }
  }

  private void commitAlone(Entry<?> entry) {
    try {
      transact(List.of(entry));
    } catch (SQLException | RuntimeException e) {
      fail(entry, e);
    }
  }

  private void fail(Entry<?> entry, Exception e) {
    failures.increment();
    entry.done.completeExceptionally(new DatabaseException("not written: " + e.getMessage(), e));
  }

  private void transact(List<Entry<?>> batch) throws SQLException {
    List<Runnable> acknowledgements =
        writer.transact(connection -> {
          List<Runnable> made = new ArrayList<>(batch.size());
          for (Entry<?> entry : batch) {
            made.add(entry.run(connection));
          }
          return made;
        });
    acknowledgements.forEach(WriteQueue::acknowledge);
  }

  /** Whoever waits runs what depends on it; that must not end the writer. */
  private static void acknowledge(Runnable acknowledgement) {
    try {
      acknowledgement.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "who waited for a write failed after it", e);
    }
  }

  private void failRest() {
    Entry<?> entry = queue.poll();
    while (entry != null) {
      entry.done.completeExceptionally(new DatabaseException("the database is closed"));
      entry = queue.poll();
    }
  }
}
