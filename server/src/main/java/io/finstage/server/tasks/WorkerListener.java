package io.finstage.server.tasks;

import java.time.Instant;

/** What a worker is told. Called by threads of the queue; must not block. */
public interface WorkerListener {

  /**
   * Run this.
   *
   * @param task with its payload
   * @param deadline when the attempt times out
   */
  void lease(Task task, Instant deadline);

  /**
   * Stop this.
   *
   * @param reason CANCELLED, TIMEOUT or LOST
   */
  void revoke(long id, long token, String reason);

  /** The worker was silent for too long, or the queue closes. */
  void closed(String reason);
}
