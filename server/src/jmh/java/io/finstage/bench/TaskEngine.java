package io.finstage.bench;

/** A queue under test, with one kind of task that does nothing but say that it was run. */
interface TaskEngine extends AutoCloseable {

  /** Puts a task into the queue; returns when that is on disk. */
  void submit(long number);

  @Override
  void close();
}
