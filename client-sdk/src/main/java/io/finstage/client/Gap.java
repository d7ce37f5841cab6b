package io.finstage.client;

import java.util.OptionalLong;

/**
 * Updates of a topic that this feed will never receive.
 *
 * @param topic what the sequence counts, as in {@link Update#topic()}
 * @param from first missing sequence; 0 together with {@code to} when the number is not known
 * @param to last missing sequence
 */
public record Gap(String symbol, String topic, long from, long to, Cause cause)
    implements FeedEvent {

  /** Why they are missing. */
  public enum Cause {
    /** The reader was slower than the server's mailbox could bridge. The server says so. */
    SLOW_CONSUMER,
    /** The source itself lost events; one sequence stands for all of them. The server says so. */
    UPSTREAM,
    /** The server no longer held what this feed asked for after a reconnect. The server says so. */
    RESUME_EXPIRED,
    /** The sequence jumped without a word from the server. This feed noticed. */
    SEQUENCE_JUMP,
    /**
     * The server began to count anew, because it was restarted: how much was missed in between is
     * not known. This feed noticed.
     */
    SERVER_RESTARTED,
    /** The server gave a cause that this version does not know. */
    OTHER
  }

  public Gap {
    if (from < 0 || from > to || (from == 0 && to != 0)) {
      throw new IllegalArgumentException("gap from " + from + " to " + to);
    }
  }

  /** A gap in the prices of {@code symbol}. */
  public Gap(String symbol, long from, long to, Cause cause) {
    this(symbol, symbol, from, to, cause);
  }

  /** How many updates are missing; empty when that is not known. */
  public OptionalLong missing() {
    return from == 0 ? OptionalLong.empty() : OptionalLong.of(to - from + 1);
  }

  static Gap unknown(String topic, Cause cause) {
    return in(topic, 0, 0, cause);
  }

  static Gap in(String topic, long from, long to, Cause cause) {
    return new Gap(Topic.parse(topic).symbol(), topic, from, to, cause);
  }
}
