package io.finstage.server.hub;

import io.finstage.server.market.Symbol;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the hub says to a subscriber besides updates. Never dropped. */
public sealed interface Event
    permits Gap, Event.Reply, Event.Heartbeat, Event.Message, Event.Closing {

  /** The answer to one request of the subscriber. */
  sealed interface Reply extends Event {
    String requestId();
  }

  /** What became of one symbol of a request. */
  enum Status {
    OK,
    PENDING,
    UNKNOWN_SYMBOL,
    INVALID_SYMBOL,
    ALREADY_SUBSCRIBED,
    NOT_SUBSCRIBED
  }

  /**
   * One line of an answer.
   *
   * @param symbol as the request spelled it
   * @param sequence where the subscription goes on: the next update carries a higher one
   * @param resumed whether everything after the resume sequence is replayed
   */
  record Result(String symbol, Status status, long sequence, boolean resumed) {}

  /** The subscription stands, with this delivery. */
  record Subscribed(String requestId, Delivery delivery, List<Result> results) implements Reply {}

  /** No update follows this for the symbols named. */
  record Unsubscribed(String requestId, List<Result> results) implements Reply {}

  /** The request would lead over the limit; nothing was changed. */
  record OverLimit(String requestId, int asked, int limit) implements Reply {}

  /** What is subscribed at this moment. */
  record Subscriptions(String requestId, List<Line> lines) implements Reply {
    /**
     * One subscription.
     *
     * @param symbol a symbol, or {@code *}
     * @param sequence last sequence taken in; 0 when none was
     */
    public record Line(String symbol, Delivery delivery, long sequence) {}
  }

  /** An answer that the transport worded itself: a pong, an error. */
  record Answer(String requestId, Object payload) implements Reply {}

  /** Nothing else went out for the heartbeat interval. */
  record Heartbeat(Instant time, Map<Symbol, Long> sequences) implements Event {}

  /** The conversation is about to end; the last event. */
  record Closing(CloseReason reason) implements Event {}

  /** Something that the transport worded itself and that nobody asked for: a welcome, a ping. */
  record Message(Object payload) implements Event {}
}
