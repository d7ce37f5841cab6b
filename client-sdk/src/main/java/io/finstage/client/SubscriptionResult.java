package io.finstage.client;

import java.util.List;

/**
 * The server's answer to a subscription, topic by topic; told again after every reconnect.
 *
 * @param delivery the delivery in force
 */
public record SubscriptionResult(Delivery delivery, List<SymbolResult> results)
    implements FeedEvent {

  public SubscriptionResult {
    results = List.copyOf(results);
  }
}
