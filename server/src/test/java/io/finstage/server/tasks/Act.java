package io.finstage.server.tasks;

/**
 * What may happen to a queue. To which task or worker is a number that is brought into range, so
 * that a list of acts makes sense whatever is left out of it.
 */
sealed interface Act {

  record Submit(
      String kind, TaskPriority priority, int attempts, int timeoutSeconds, int delaySeconds)
      implements Act {}

  /** A worker ends its task well. */
  record Complete(int task) implements Act {}

  record Fail(int task, boolean again) implements Act {}

  /**
   * Time passes.
   *
   * @param heard whether workers say meanwhile that they live
   */
  record Pass(int millis, boolean heard) implements Act {}

  record Cancel(int task) implements Act {}

  record Rerun(int task) implements Act {}

  /** A worker goes, and another comes. */
  record Leave(int worker) implements Act {}

  /** The node dies without a word, and lives again. */
  record Die() implements Act {}

  /** Somebody writes about an attempt that is his no more. */
  record Late(int attempt, boolean well) implements Act {}
}
