package io.finstage.server.tasks;

/** Does the work of one kind. Called on a virtual thread of its own; by many at a time. */
@FunctionalInterface
public interface TaskHandler {

  /**
   * Does it. When its time is over, or it is cancelled, the thread is interrupted; what it returns
   * then is dropped.
   *
   * @return the result; may be empty
   * @throws FailedForGoodException when another attempt makes no sense
   * @throws Exception any other: there will be another attempt, if any is left
   */
  Bytes run(TaskContext context) throws Exception;
}
