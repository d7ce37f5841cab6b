package io.finstage.server.tasks;

import java.time.Instant;

/** What a handler is told, and whom it tells. */
public interface TaskContext {

  long id();

  String kind();

  /** From 1. */
  int attempt();

  /** Whether there is no other if this one fails. */
  boolean isLastAttempt();

  /** Rises with every attempt and rescue: what the handler writes elsewhere can be fenced by it. */
  long token();

  Bytes payload();

  /** When the attempt times out. */
  Instant deadline();

  /**
   * Says how far it is. Kept at most once a second; what comes between is dropped.
   *
   * @param ratio 0 to 1; what is outside is brought inside
   * @param note up to {@link Task#NOTE_MAX} characters, cut there
   */
  void progress(double ratio, String note);
}
