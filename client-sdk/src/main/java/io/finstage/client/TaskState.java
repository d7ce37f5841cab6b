package io.finstage.client;

/** Where a task stands. */
public enum TaskState {
  /** Waits for its time. */
  SCHEDULED,
  /** Waits for a free slot. */
  READY,
  /** A handler is at work. */
  RUNNING,
  /** Ended well. */
  SUCCEEDED,
  /** Ended after its last attempt; can be run again. */
  FAILED,
  /** Ended because somebody asked for it; can be run again. */
  CANCELLED,
  /** The server gave a state that this version does not know. */
  OTHER;

  /** Whether nothing more becomes of it, unless somebody runs it again. */
  public boolean isEnded() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED;
  }
}
