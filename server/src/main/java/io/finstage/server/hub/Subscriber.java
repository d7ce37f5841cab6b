package io.finstage.server.hub;

import java.util.List;

/**
 * One conversation, as its transport speaks for it. Requests are carried out in order; a request
 * waits while {@value #REPLIES_MAX} answers before it are still unwritten, so a client that asks
 * and does not read holds up only itself. Thread-safe.
 */
public final class Subscriber {

  /** Answers that may wait for the peer to read them. */
  public static final int REPLIES_MAX = 8;

  Subscriber() {}

  /** Subscribes; the answer is {@link Event.Subscribed} or {@link Event.OverLimit}. */
  public void subscribe(SubscribeRequest request) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** Ends subscriptions; the answer is {@link Event.Unsubscribed}. */
  public void unsubscribe(String requestId, List<String> symbols) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** The answer is {@link Event.Subscriptions}. */
  public void list(String requestId) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** Sends an answer that the transport worded itself, in its place among the others. */
  public void answer(Event.Answer answer) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /**
   * Sends something that nobody asked for: a ping, a pong. Never dropped and never blocks, so
   * whoever calls bounds how many are unwritten. Without effect once the conversation has ended.
   */
  public void post(Event.Message message) {
    throw new UnsupportedOperationException();
  }

  /**
   * Ends the conversation: what is queued, {@link Event.Closing}, then {@link Outlet#end}; cut
   * after the close timeout. The first call counts. Never blocks.
   */
  public void close(CloseReason reason) {
    throw new UnsupportedOperationException();
  }

  /** The peer is gone: nothing more is written. Any number of calls; never blocks. */
  public void leave() {
    throw new UnsupportedOperationException();
  }

  /** Waits until the conversation has ended and nothing of it is written any more. */
  public void awaitEnd() throws InterruptedException {
    throw new UnsupportedOperationException();
  }
}
