package io.finstage.server.hub;

import java.util.List;

/** What a shard is asked to do, besides fanning out. */
sealed interface Command {

  record Join(Subscriber subscriber, Event.Message welcome) implements Command {}

  record Subscribe(Subscriber subscriber, SubscribeRequest request) implements Command {}

  record Unsubscribe(Subscriber subscriber, UnsubscribeRequest request) implements Command {}

  record ListAll(Subscriber subscriber, String requestId, List<?> others) implements Command {}

  /** Says something in its place among the answers. */
  record Say(Subscriber subscriber, Event event) implements Command {}

  record Close(Subscriber subscriber, CloseReason reason) implements Command {}

  record CloseAll(CloseReason reason) implements Command {}

  /** The peer is gone. */
  record Leave(Subscriber subscriber) implements Command {}

  /**
   * The subscriber's own writer has ended: the shard writes again.
   *
   * @param over because the conversation is over, and not because it has caught up
   */
  record OwnWriterEnded(Subscriber subscriber, boolean over) implements Command {}
}
