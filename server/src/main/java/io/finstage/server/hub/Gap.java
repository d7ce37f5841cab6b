package io.finstage.server.hub;

/**
 * Updates that a subscription will never receive.
 *
 * @param from first missing sequence; 0 together with {@code to} when the number is not known
 * @param to last missing sequence
 */
public record Gap(Topic topic, long from, long to, Cause cause) implements Event {

  /** Why they are missing. */
  public enum Cause {
    /** The reader was slower than its mailbox could bridge. */
    SLOW_CONSUMER,
    /** The source itself lost events. */
    UPSTREAM,
    /** The ring no longer holds what a resume asked for, or the epoch is another. */
    RESUME_EXPIRED
  }

  public Gap {
    if (from > to || from < 0) {
      throw new IllegalArgumentException("gap from " + from + " to " + to);
    }
  }
}
