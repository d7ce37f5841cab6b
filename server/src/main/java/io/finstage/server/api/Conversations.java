package io.finstage.server.api;

import io.finstage.server.hub.Outlet;
import io.finstage.server.hub.PriceHub;
import java.time.InstantSource;
import java.util.Optional;

/** Where a wire opens a conversation. Thread-safe. */
public final class Conversations {

  private final PriceHub hub;
  private final ConversationConfig config;
  private final InstantSource clock;

  public Conversations(PriceHub hub, ConversationConfig config, InstantSource clock) {
    this.hub = hub;
    this.config = config;
    this.clock = clock;
  }

  /**
   * Starts a conversation; the welcome is written first.
   *
   * @return empty when there are as many subscribers as there may be: see {@link
   *     Refusal#tooManySubscribers}
   */
  public Optional<Conversation> open(Outlet outlet) {
    return hub.join(outlet, StreamEvents.welcome(hub.epoch(), config, outlet.wire()))
        .map(subscriber -> new Conversation(subscriber, config, clock));
  }

  /** The limits in force. */
  public ConversationConfig config() {
    return config;
  }
}
