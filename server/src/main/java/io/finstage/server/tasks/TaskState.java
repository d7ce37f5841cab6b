package io.finstage.server.tasks;

/** Where a task stands. */
public enum TaskState {
  /** Waits for its time; the loop makes it READY when that has come. */
  SCHEDULED,
  /** Waits for a free slot; the loop claims it. */
  READY,
  /** A handler is at work; ends, waits for another attempt, or is rescued. */
  RUNNING,
  /** Ended well. Its row is deleted when its retention is over. */
  SUCCEEDED,
  /** Ended after its last attempt; can be run again until its retention is over. */
  FAILED,
  /** Ended because somebody asked for it; can be run again until its retention is over. */
  CANCELLED;

  /** Whether nothing moves it on but a re-run. */
  public boolean isEnd() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED;
  }
}
