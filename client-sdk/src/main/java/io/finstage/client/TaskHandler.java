package io.finstage.client;

import org.jspecify.annotations.Nullable;

/** Does the work of one kind, in a {@link Worker}. Called by many threads at a time. */
@FunctionalInterface
public interface TaskHandler {

  /**
   * Does it. When it is cancelled, its time is over, or its lease is lost, the thread is
   * interrupted; what it returns then is dropped. A handler that ignores that keeps its thread.
   *
   * @return the result, up to what the server takes (4 MiB unless set up otherwise); null for none
   * @throws FailedForGoodException when another attempt makes no sense
   * @throws Exception any other, errors too: there will be another attempt, if any is left
   */
  byte @Nullable [] run(TaskContext context) throws Exception;
}
