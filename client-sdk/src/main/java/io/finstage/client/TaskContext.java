package io.finstage.client;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** What a {@link TaskHandler} is told, and whom it tells. Thread-safe. */
public interface TaskContext {

  /** The task as it was leased. */
  Task task();

  /** From 1. */
  default int attempt() {
    return task().attempt();
  }

  /** As submitted. A copy. */
  default byte[] payload() {
    return task().payload();
  }

  /** {@link #payload} read as UTF-8: the JSON that was submitted as a string. */
  default String payloadText() {
    return new String(payload(), StandardCharsets.UTF_8);
  }

  /** Rises with every attempt and rescue: what the handler writes elsewhere can be fenced by it. */
  long token();

  /** When the attempt times out, by the server's clock. */
  Instant deadline();

  /**
   * Says how far it is. Sent twice a second at the most, the newest of what was said; never waits.
   *
   * @param ratio 0 to 1; what is outside is brought inside
   * @param note what it does, for people; up to 512 characters, cut there
   */
  void progress(double ratio, String note);

  /**
   * Whether the thread was interrupted because the result is no longer wanted: the task was
   * cancelled, has timed out, or is somebody else's by now.
   */
  boolean isCancelled();
}
