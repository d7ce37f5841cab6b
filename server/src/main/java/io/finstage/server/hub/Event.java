package io.finstage.server.hub;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the hub says to a subscriber besides updates. Never dropped. */
public sealed interface Event
    permits Gap, Event.Reply, Event.Heartbeat, Event.Message, Event.NotOpened, Event.Closing {

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
   * @param aspect null where the request named all there is of a channel
   * @param sequence where the subscription goes on: the next update carries a higher one
   * @param resumed whether everything after the resume sequence is replayed
   */
  record Result(
      String symbol, @Nullable Aspect aspect, Status status, long sequence, boolean resumed) {}

  /** The subscription stands, with this delivery. */
  record Subscribed(String requestId, Channel channel, Delivery delivery, List<Result> results)
      implements Reply {}

  /** No update follows this for what is named. */
  record Unsubscribed(String requestId, Channel channel, List<Result> results) implements Reply {}

  /** What a request may lead over. */
  enum Limit {
    /** Symbols whose prices one conversation subscribes to. */
    SYMBOLS_PER_CONNECTION,
    /** Bars and indicators that one conversation subscribes to. */
    TOPICS_PER_CONNECTION,
    /** Bars and indicators that are open for anybody. */
    TOPICS
  }

  /** The request would lead over the limit; nothing was changed. */
  record OverLimit(String requestId, Limit kind, int asked, int limit) implements Reply {}

  /**
   * A symbol went live and belongs to what was subscribed with {@code *}, but as many topics are
   * open as may be: nothing of this one will be heard.
   */
  record NotOpened(Topic topic, int limit) implements Event {}

  /**
   * What is subscribed at this moment.
   *
   * @param others lines that the transport worded itself, as the request had them
   */
  record Subscriptions(String requestId, List<Line> lines, List<?> others) implements Reply {
    /**
     * One subscription.
     *
     * @param symbol a symbol, or {@code *}
     * @param sequence last sequence taken in; 0 when none was
     */
    public record Line(String symbol, Aspect aspect, Delivery delivery, long sequence) {}
  }

  /** An answer that the transport worded itself: a pong, an error. */
  record Answer(String requestId, Object payload) implements Reply {}

  /** Nothing else went out for the heartbeat interval. */
  record Heartbeat(Instant time, Map<Topic, Long> sequences) implements Event {}

  /** The conversation is about to end; the last event. */
  record Closing(CloseReason reason) implements Event {}

  /** Something that the transport worded itself and that nobody asked for: a welcome, a ping. */
  record Message(Object payload) implements Event {}
}
