package io.finstage.client;

import java.time.Duration;

/**
 * There is no connection; another attempt is made after a delay. No update comes before the next
 * {@link Connected}.
 *
 * @param attempt from 1; begins anew once a connection has held for a heartbeat interval
 * @param delay until the attempt
 * @param detail for people
 */
public record Reconnecting(int attempt, Duration delay, Cause cause, String detail)
    implements FeedEvent {

  /** What became of the connection before. */
  public enum Cause {
    /** It could not be made, or broke. */
    CONNECTION_LOST,
    /** The server said goodbye: {@link Reconnecting#detail} has its reason. */
    SERVER_CLOSING,
    /** Not even a heartbeat came for two heartbeat intervals. */
    MUTE,
    /** The server took the connection but did not say welcome within the deadline. */
    NO_WELCOME
  }

  public Reconnecting {
    if (attempt < 1 || delay.isNegative()) {
      throw new IllegalArgumentException("attempt " + attempt + " after " + delay);
    }
  }
}
